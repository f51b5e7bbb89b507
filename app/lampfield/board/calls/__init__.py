"""The call strip: the operator's own calls."""
