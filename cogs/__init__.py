"""What Discord calls: parse, one service call, render. Loaded by name; nothing imports them."""
