//! AWS KMS in process: keys, key policies, aliases, encryption under durable keys.
