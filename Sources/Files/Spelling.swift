/// Finds the word that somebody probably meant.
public enum Spelling {
  /// The candidate with the fewest edits (insert, delete, replace, swap of neighbours) from `word`, when
  /// that is at most a third of its length; the first in order among equals. Of a word of one or two
  /// letters nothing can be guessed.
  public static func nearest(to word: String, among candidates: [String]) -> String? {
    let limit = word.count < 3 ? 0 : max(1, word.count / 3)
    var best: (word: String, distance: Int)?
    for candidate in candidates.sorted() {
      let distance = distance(Array(word.lowercased()), Array(candidate.lowercased()))
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// Optimal string alignment distance. Cost: the product of the lengths.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var older: [Int] = []
    var previous = Array(0...right.count)
    for row in 1...left.count {
      var current = [row]
      for column in 1...right.count {
        let same = left[row - 1] == right[column - 1]
        var cost = min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + (same ? 0 : 1))
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          cost = min(cost, older[column - 2] + 1)
        }
        current.append(cost)
      }
      older = previous
      previous = current
    }
    return previous[right.count]
  }
}
