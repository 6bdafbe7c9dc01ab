"""Finding locations by place, distance and what they offer."""
