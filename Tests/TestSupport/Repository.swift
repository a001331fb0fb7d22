/// Where the sources that are under test lie.
public enum Repository {
  /// The folder of the package, without a slash at the end.
  public static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()
}
