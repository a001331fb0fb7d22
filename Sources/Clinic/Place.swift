public import TandemRegistry

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A point on the globe in degrees.
public struct Place: Sendable, Hashable {
  /// Degrees north.
  public let latitude: Double
  /// Degrees east.
  public let longitude: Double

  /// A point.
  public init(latitude: Double, longitude: Double) {
    self.latitude = latitude
    self.longitude = longitude
  }

  /// The point of both coordinates, nil when either is unknown.
  public init?(latitude: Double?, longitude: Double?) {
    guard let latitude, let longitude else { return nil }
    self.init(latitude: latitude, longitude: longitude)
  }

  /// The distance along the great circle in km, on a sphere with the mean radius of the Earth, 6,371.0088 km
  /// (International Union of Geodesy and Geophysics). The haversine form keeps its precision when the points
  /// are near each other.
  public func kilometres(to other: Place) -> Double {
    let radians = Double.pi / 180
    let northward = sin((other.latitude - latitude) * radians / 2)
    let eastward = sin((other.longitude - longitude) * radians / 2)
    let square =
      northward * northward + cos(latitude * radians) * cos(other.latitude * radians) * eastward * eastward
    return 2 * 6371.0088 * asin(min(1, square.squareRoot()))
  }
}

extension Donor {
  /// Where the donor hospital is, nil when unknown.
  public var place: Place? { Place(latitude: latitude, longitude: longitude) }
}

extension Centre {
  /// Where the centre is, nil when unknown.
  public var place: Place? { Place(latitude: latitude, longitude: longitude) }
}
