//! The page itself: one section a service, then the audit tail.

use std::collections::BTreeSet;

use strongroom::{AccountId, Region};

use super::{
    audit_tail::{self, Entry},
    html::Html,
    keys, parameters,
    web_acls::{self, WebAcls},
};
use crate::{
    arguments::Mode,
    firewall::{Counted, Firewall},
    state::{Running, State},
};

/// The account and region that the page shows.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Place {
    pub account: AccountId,
    pub region: Region,
}

/// Writes the page.
pub async fn render(state: &State, query: Option<&str>) -> String {
    let mut html = Html::default();
    html.markup(HEAD);
    if let Mode::Development { .. } = state.mode() {
        html.markup("<p class=warning>Development mode: any signature is accepted, whoever reaches the endpoint is root.</p>");
    }
    let Some(running) = state.running().await else {
        html.markup("<p class=warning>The services are closed.</p></main>");
        return html.finish();
    };
    // So that the page shows the call before it too.
    if let Err(error) = running.strongroom.drain_audit(state.audit()).await {
        html.markup("<p class=warning>Audit records wait: ")
            .text(error)
            .markup("</p>");
    }
    let entries = audit_tail::read(&state.audit().newest());
    let places: BTreeSet<&Place> = entries
        .iter()
        .filter_map(|entry| entry.place.as_ref())
        .collect();
    let shown = asked_for(query).or_else(|| entries.iter().find_map(|entry| entry.place.clone()));
    choice(&mut html, &places, shown.as_ref());
    if let Some(place) = &shown {
        services(&mut html, &running, place).await;
    }
    if let Some(firewall) = state.firewall() {
        counters(&mut html, firewall);
    }
    audit(&mut html, &entries);
    html.markup("</main>");
    html.finish()
}

/// The sections of the services: a service that lands has its line here.
async fn services(html: &mut Html, running: &Running, place: &Place) {
    let strongroom = &running.strongroom;
    match keys::rows(strongroom, place).await {
        Ok(rows) => html.table("Keys", &keys::COLUMNS, &rows),
        Err(error) => refused(html, "Keys", &error),
    }
    match parameters::rows(strongroom, place).await {
        Ok(rows) => html.table("Parameters", &parameters::COLUMNS, &rows),
        Err(error) => refused(html, "Parameters", &error),
    }
    match web_acls::read(strongroom, place).await {
        Ok(WebAcls { rows, samples }) => {
            html.table("Web ACLs", &web_acls::COLUMNS, &rows);
            html.table(
                "Sampled requests of the last three hours, the newest first",
                &web_acls::SAMPLE_COLUMNS,
                &samples,
            );
        }
        Err(error) => refused(html, "Web ACLs", &error),
    }
}

/// What the web ACL in front of the endpoint has counted, wherever its resource is.
fn counters(html: &mut Html, firewall: &Firewall) {
    let counted = firewall.counters().all().into_iter();
    let rows: Vec<_> = counted
        .map(|(counted, requests)| {
            let Counted {
                web_acl,
                rule_group,
                rule,
                metric,
            } = counted;
            let rule = match rule_group {
                Some(group) => format!("{group} / {rule}"),
                None => rule,
            };
            vec![web_acl, rule, metric.to_owned(), requests.to_string()]
        })
        .collect();
    html.table(
        "Web ACL counters of this endpoint, since its start",
        &["Web ACL", "Rule", "Metric", "Requests"],
        &rows,
    );
}

fn refused(html: &mut Html, heading: &'static str, error: &dyn std::fmt::Display) {
    html.markup("<section><h2>")
        .text(heading)
        .markup("</h2><p class=warning>");
    html.text(error).markup("</p></section>");
}

fn audit(html: &mut Html, entries: &[Entry]) {
    let rows: Vec<_> = entries.iter().map(|entry| entry.cells.clone()).collect();
    html.table(
        "Audit: the last calls, the newest first",
        &audit_tail::COLUMNS,
        &rows,
    );
}

/// Links to the accounts and regions that were called lately.
fn choice(html: &mut Html, places: &BTreeSet<&Place>, shown: Option<&Place>) {
    html.markup("<nav>");
    for place in places {
        let Place { account, region } = place;
        html.markup("<a href=\"/?account=")
            .text(account)
            .markup("&amp;region=")
            .text(region);
        html.markup(if Some(*place) == shown {
            "\" class=shown>"
        } else {
            "\">"
        });
        html.text(account).markup(" ").text(region).markup("</a> ");
    }
    html.markup("</nav>");
}

fn asked_for(query: Option<&str>) -> Option<Place> {
    let value = |name: &str| {
        let mut pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    Some(Place {
        account: value("account")?.parse().ok()?,
        region: value("region")?.parse().ok()?,
    })
}

const HEAD: &str = include_str!("head.html");
