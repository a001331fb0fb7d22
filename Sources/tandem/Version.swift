/// Which Tandem this is; results record it.
enum Version {
  static let number = "0.1.0"
}
