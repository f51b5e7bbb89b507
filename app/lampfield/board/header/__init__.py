"""The header: who, how present, and every link's lamp."""
