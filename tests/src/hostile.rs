//! A hostile member.
