//! What every stateful service does the same way: guard, transactions, outbox, caches, paging, tagging.
