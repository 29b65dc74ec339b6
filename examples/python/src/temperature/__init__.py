def fahrenheit(celsius: float) -> float:
    """The same temperature in degrees Fahrenheit."""
    return celsius * 9 / 5 + 32
