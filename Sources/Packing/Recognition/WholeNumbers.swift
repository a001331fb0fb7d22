internal import TandemGLPK

/// Numbers multiplied by the least power of ten, up to a million, that makes all of them whole.
enum WholeNumbers {
  /// The power; nil when no such power exists, or when a number is too large to be exact.
  static func factor(of numbers: ArraySlice<Double>) -> Double? {
    search: for power in [1.0, 10, 100, 1_000, 10_000, 100_000, 1_000_000] {
      for number in numbers {
        let scaled = number * power
        guard scaled.magnitude < 0x1p50 else { return nil }
        // Decimal fractions are not exact in binary, hence the tolerance of a few units in the last place.
        if (scaled - scaled.rounded()).magnitude > negligible * max(1, scaled.magnitude) { continue search }
      }
      return power
    }
    return nil
  }

  fileprivate static let negligible = 8e-13
}

extension ModelTable {
  /// The table without the entries that are 0, or so small that they count as 0 among whole numbers.
  var withoutNothings: ModelTable {
    guard entryValues.contains(where: { $0.magnitude <= WholeNumbers.negligible }) else { return self }
    var table = self
    table.entryColumns = []
    table.entryValues = []
    for row in rows.indices {
      for entry in entries(ofRow: row) where entryValues[entry].magnitude > WholeNumbers.negligible {
        table.entryColumns.append(entryColumns[entry])
        table.entryValues.append(entryValues[entry])
      }
      table.rowStarts[row + 1] = Int32(table.entryColumns.count)
    }
    return table
  }
}
