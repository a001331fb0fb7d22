internal import TandemFiles

/// The word that was probably meant: one with few slips, or the only one that begins so.
enum Suggestion {
  static func nearest(to typed: String, among words: [String]) -> String? {
    guard !typed.isEmpty else { return nil }
    if let near = Spelling.nearest(to: typed, among: words) { return near }
    let begun = words.filter { $0.hasPrefix(typed.lowercased()) }
    return begun.count == 1 ? begun[0] : nil
  }
}
