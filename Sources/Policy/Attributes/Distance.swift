import TandemClinic
import TandemRegistry

extension Attribute {
  /// Kilometres along the great circle from donor hospital to the recipient's centre.
  static let distance = Attribute(
    "distance", "distance from donor hospital to centre", unit: "km", range: 0...20_100,
    .journey { donor, centre in
      guard let donor, let centre else {
        return .missing(
          (donor == nil ? ["donors.latitude", "donors.longitude"] : [])
            + (centre == nil ? ["recipients.centre_id"] : []))
      }
      return .known(donor.kilometres(to: centre))
    })
}
