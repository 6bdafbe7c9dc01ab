"""What a clinical review needs of plain values: what was read, changed or left alone."""
