//! The services, each in one table: what an operation is called on the wire, and the method that answers it.

mod kms;
