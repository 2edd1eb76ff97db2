//! Nothing: the tests are all that is here.
