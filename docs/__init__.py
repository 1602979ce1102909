"""WHAT IS WRITTEN DOWN: what can go stale is generated from the declarations and checked."""
