import TandemFiles
public import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whether snapshots, and the README's tables, are rewritten instead of compared.
public let updatesSnapshots = getenv("TANDEM_UPDATE_SNAPSHOTS").map { String(cString: $0) } == "1"

/// Holds `text` against the file `Snapshots/<name>` beside the test's source. With
/// `TANDEM_UPDATE_SNAPSHOTS=1` the file is written instead, to be looked at in the difference to commit.
public func expectSnapshot(
  _ text: String, _ name: String, filePath: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
    separator: "/")
  let path = "\(folder)/Snapshots/\(name)"
  if updatesSnapshots {
    mkdir("\(folder)/Snapshots", 0o755)
    try AtomicFile.write(text, to: path)
    chmod(path, 0o644)
    return
  }
  guard let kept = try? TextFile.read(path) else {
    Issue.record("there is no snapshot \(name)", sourceLocation: sourceLocation)
    return
  }
  if kept == text { return }
  let difference = firstDifference(kept, text)
  Issue.record("\(name) has changed: \(difference)", sourceLocation: sourceLocation)
}

/// The first line in which two texts differ, as one wants to read it in a failure.
public func firstDifference(_ expected: String, _ found: String) -> String {
  let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let new = found.split(separator: "\n", omittingEmptySubsequences: false)
  var index = 0
  while index < old.count, index < new.count, old[index] == new[index] { index += 1 }
  let was = index < old.count ? "'\(old[index])'" : "the end"
  let isNow = index < new.count ? "'\(new[index])'" : "the end"
  return "line \(index + 1): expected \(was), found \(isNow)"
}
