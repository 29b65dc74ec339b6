from temperature import fahrenheit


def test_water_boils() -> None:
    assert fahrenheit(100) == 212


def test_both_scales_meet() -> None:
    assert fahrenheit(-40) == -40
