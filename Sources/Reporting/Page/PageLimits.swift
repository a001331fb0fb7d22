/// How much of a large run goes into a page, so that it still fits in a mail. Whatever is left out is said on
/// the page, with where it can be had.
public struct PageLimits: Sendable, Hashable {
  /// People on the roster.
  public var listed: Int
  /// Of these, the ones from the top with every rule explained; the others have what needs a look.
  public var explained: Int
  /// People in the audit list.
  public var audited: Int

  /// Limits; by default about 10 MB at most.
  public init(listed: Int = 20_000, explained: Int = 500, audited: Int = 5_000) {
    self.listed = listed
    self.explained = explained
    self.audited = audited
  }
}
