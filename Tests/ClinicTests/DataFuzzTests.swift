import TandemChance
import TandemFiles
import TestSupport
import Testing

@testable import TandemClinic

@Suite("Damaged data files")
struct DataFuzzTests {
  /// Pieces that mean something to the reader, so that damage gets past the first byte.
  private static let pieces: [[UInt8]] =
    [
      "{", "}", "[", "]", ":", ",", "\"", "'", "\\", "\\u12", "\\ud800", "//", "/*", "*/", "\n", "-", "+",
      ".", "1e999",
      "0x", "0xFFFFFFFFFF", "-1", "null", "true", "NaN", "Infinity", "\u{FEFF}", "é", "\u{2028}", "value",
      "unit", "{}",
      "[]", "\"\"", "source: \"x\"", "at_least: 1",
    ].map { Array($0.utf8) } + [[0xFF], [0xC2], [0], [0xF0, 0x9F]]

  /// `bytes` with one to four places changed, cut out, doubled or filled with a meaningful piece.
  private static func damage(_ bytes: [UInt8], _ chance: inout SplitMix) -> [UInt8] {
    var damaged = bytes
    for _ in 0...chance.index(below: 4) {
      guard !damaged.isEmpty else { break }
      let at = chance.index(below: damaged.count)
      let end = min(damaged.count, at + 1 + chance.index(below: 12))
      switch chance.index(below: 5) {
      case 0: damaged[at] = UInt8(truncatingIfNeeded: chance.next())
      case 1: damaged.removeSubrange(at..<end)
      case 2: damaged.insert(contentsOf: damaged[at..<end], at: at)
      case 3: damaged.insert(contentsOf: pieces[chance.index(below: pieces.count)], at: at)
      default: damaged.replaceSubrange(at..<end, with: pieces[chance.index(below: pieces.count)])
      }
    }
    return damaged
  }

  /// A short piece of a shipped file, cut at random.
  private static func excerpt(_ bytes: UnsafeRawBufferPointer, _ chance: inout SplitMix) -> [UInt8] {
    let start = chance.index(below: bytes.count)
    return Array(bytes[start..<min(bytes.count, start + 16 + chance.index(below: 120))])
  }

  @Test("100,000 damaged excerpts are read or refused with a place inside the text")
  func excerpts() throws {
    let files = ShippedData.names.filter { $0.hasSuffix(".json5") }.compactMap(ShippedData.file)
    withEvery(100_000) { chance in
      var text = Self.damage(Self.excerpt(files[chance.index(below: files.count)], &chance), &chance)
      if chance.flip(0.5) { text.insert(UInt8(ascii: chance.flip(0.5) ? "{" : "["), at: 0) }
      let lines = text.count { $0 == Byte.lineFeed } + 1
      let problem: Problem? = text.withUnsafeBytes { bytes in
        do throws(Problem) {
          _ = try JSON5Node.read(bytes, path: "fuzz")
          return nil
        } catch {
          return error
        }
      }
      if let problem {
        try hold((1...lines).contains(problem.line), "\(problem) in \(lines) lines")
        try hold((1...text.count + 1).contains(problem.column), "\(problem)")
      }
    }
  }

  @Test("Damaged protocols and tables are read or refused, never half accepted")
  func whole() throws {
    let names = ShippedData.names.filter { $0.hasPrefix("protocols/") }
    let sources = names.compactMap(ShippedData.file).map { Array($0) }
    withEvery(1_500) { chance in
      let text = Self.damage(sources[chance.index(below: sources.count)], &chance)
      try text.withUnsafeBytes { bytes in
        guard let document = try? DataDocument(bytes, path: "fuzz") else { return }
        do {
          let transplant = try TransplantProtocol.read(document)
          let cells = transplant.stemCells
          try hold(cells.cd34Floor.value <= cells.cd34Ceiling.value, "floor above ceiling")
          for level in transplant.levels {
            try hold(
              cells.cd34Floor.value <= level.cd34PerKg.value
                && level.cd34PerKg.value <= cells.cd34Ceiling.value,
              "level outside floor and ceiling")
            try hold((100...50_000).contains(level.isletIEQPerKg.value), "islets out of range")
          }
          try hold(!transplant.levels.isEmpty, "no level")
          try hold(transplant.leadInHours >= 0 && transplant.leadInHours.isFinite, "lead-in")
        } catch let problems as Problems {
          try hold(problems.all.contains { $0.severity == .error }, "refused without an error")
        }
      }
    }
    let tables = ClinicRules.tables.compactMap { ShippedData.file("clinic/\($0).json5") }.map { Array($0) }
    withEvery(1_000) { chance in
      let index = chance.index(below: tables.count)
      let text = Self.damage(tables[index], &chance)
      text.withUnsafeBytes { bytes in
        guard let document = try? DataDocument(bytes, path: "fuzz") else { return }
        switch ClinicRules.tables[index] {
        case "conditioning": _ = try? ClinicRules.content(of: document, ConditioningRules.init)
        case "donor-windows": _ = try? ClinicRules.content(of: document, DonorWindow.windows)
        case "hct-ci": _ = try? ClinicRules.content(of: document, ComorbidityIndex.init)
        case "indications": _ = try? ClinicRules.content(of: document, Criteria.indications)
        case "losses": _ = try? ClinicRules.content(of: document, Losses.init)
        case "release-criteria": _ = try? ClinicRules.content(of: document, ReleaseRules.init)
        case "transport": _ = try? ClinicRules.content(of: document, Transport.init)
        default: _ = try? ClinicRules.content(of: document, YieldModels.init)
        }
      }
    }
  }
}
