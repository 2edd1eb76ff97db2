//! One table from operation to handler.

/// Makes a service speak a protocol: one line an operation, in order, with the handle's method that answers it. Request and
/// response types are the method's.
macro_rules! service {
    (
        $service:ty: $signing:literal speaks $protocol:ident($($name:expr),+) {
            $($operation:ident => $method:ident,)+
        }
    ) => {
        impl $crate::WireService for $service {
            fn protocol(&self) -> $crate::Protocol {
                $crate::$protocol::protocol($($name),+)
            }

            fn signing_name(&self) -> &'static str {
                $signing
            }

            fn operations(&self) -> &'static [&'static str] {
                &[$(stringify!($operation)),+]
            }

            fn call<'a>(
                &'a self,
                operation: &str,
                call: $crate::Call<'a>,
            ) -> Option<$crate::Answer<'a>> {
                match operation {
                    $(stringify!($operation) => Some(Box::pin(async move {
                        let handle = self.caller(call.caller).region(call.region.as_str());
                        let handle = handle.map_err(|error| $crate::Fault::of(&error))?;
                        let method = |request| handle.$method(request);
                        $crate::$protocol::answer(call.body, method).await
                    })),)+
                    _ => None,
                }
            }
        }

        #[cfg(test)]
        #[test]
        fn operations_stand_in_order() {
            assert!([$(stringify!($operation)),+].is_sorted());
        }
    };
}

pub(super) use service;
