//! How far apart two capitals lie.

/// The radius of the earth, in kilometres.
const RADIUS: f64 = 6_371.0;

/// Returns the great-circle distance of two places, given by latitude and longitude in degrees
/// (haversine formula).
pub(super) fn kilometres(one: (f64, f64), other: (f64, f64)) -> f64 {
    let half = |angle: f64| {
        let sine = libm::sin(angle.to_radians() / 2.0);
        sine * sine
    };
    let cosines = libm::cos(one.0.to_radians()) * libm::cos(other.0.to_radians());
    let chord = half(one.0 - other.0) + cosines * half(one.1 - other.1);
    2.0 * RADIUS * libm::asin(chord.clamp(0.0, 1.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::kilometres;

    #[test]
    fn moscow_and_tehran_are_some_2_500_kilometres_apart() {
        let distance = kilometres((55.755_8, 37.617_6), (35.694_4, 51.421_5));
        assert!((2_440.0..2_500.0).contains(&distance), "{distance}");
        assert!(kilometres((0.0, 0.0), (0.0, 0.0)).abs() < 1e-9);
        let round = kilometres((0.0, 179.0), (0.0, -179.0));
        assert!((222.0..223.0).contains(&round), "{round}");
    }
}
