import TandemChance
import TandemClinic
import TandemFiles
import TandemPolicy

/// Draws policies: any protocols, rules, reviews, attributes and curves.
enum RandomPolicy {
  /// The clinical tables, read once.
  private static let tables: ClinicRules = {
    do { return try ClinicRules.read() } catch { fatalError("\(error)") }
  }()

  static let shipped: [Policy] = Policy.shippedNames.map { name in
    do { return try Policy.read(name, rules: tables) } catch { fatalError("\(error)") }
  }

  /// The default policy with a lottery in the place of the identifier.
  static let withLottery: Policy? = ShippedData.file("policies/balanced.json5").map { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    return read(text.replacing("{ by: \"id\" }", with: "{ by: \"lottery\", seed: 7 }"))
  }

  static func draw(_ chance: inout SplitMix) -> Policy { read(text(&chance)) }

  private static func read(_ text: String) -> Policy {
    Array(text.utf8).withUnsafeBytes { bytes in
      do {
        return try Policy.read(try DataDocument(bytes, path: "random.json5"), rules: tables)
      } catch { fatalError("\(text)\n\(error)") }
    }
  }

  private static func text(_ chance: inout SplitMix) -> String {
    let choice = "policy_choice: \"drawn\""
    func some(_ words: [String], _ share: Double) -> [String] {
      let kept = words.filter { _ in chance.flip(share) }
      return kept.isEmpty ? [words[chance.index(below: words.count)]] : kept
    }
    func list(_ words: [String]) -> String { words.map { "\"\($0)\"" }.joined(separator: ", ") }
    func one(_ words: [String]) -> String { words[chance.index(below: words.count)] }

    var rules = ["status: { allowed: [\(list(some(["active", "suspended"], 0.7)))], \(choice) }"]
    if chance.flip(0.7) { rules.append("consent: { \(choice) }") }
    if chance.flip(0.3) {
      rules.append(
        "recipient: { title: \"window\", limits: { weight_kg: { at_most: 85, unit: \"kg\", \(choice) } } }")
    }
    if chance.flip(0.8) {
      let own =
        "{ weak_from_mfi: { value: 700, unit: \"MFI\", assumption: \"drawn\" }, strong_above_mfi: { value: 2500, unit: \"MFI\", assumption: \"drawn\" }, c1q_counts: \(chance.flip(0.5)) }"
      let islets = chance.flip(0.5) ? own : "{ limits: \"shipped\" }"
      rules.append("crossmatch: { hsc: { limits: \"shipped\" }, islets: \(islets) }")
    }
    if chance.flip(0.5) {
      let limits = (0...chance.index(below: 3)).map { number in
        "{ name: \"l\(number)\", direction: \"\(one(["gvh", "hvg", "bidirectional"]))\", loci: [\(list(some(["A", "B", "C", "DRB1", "DRB3", "DQB1", "DPB1"], 0.5)))], at_most: \(2 + chance.index(below: 6)), unit: \"mismatches\", \(choice) }"
      }
      rules.append("hla: { limits: [\(limits.joined(separator: ", "))] }")
    }
    if chance.flip(0.7) {
      rules.append(
        "serology: { cmv: { positive_into_negative: \"\(one(["flag", "review", "fail"]))\", \(choice) }, ebv: { positive_into_negative: \"\(one(["flag", "review", "fail"]))\", \(choice) } }"
      )
    }
    if chance.flip(0.5) {
      rules.append("distance: { at_most: \(200 + chance.index(below: 500)), unit: \"km\", \(choice) }")
    }
    if chance.flip(0.4) {
      let directed =
        chance.flip(0.5) ? ", directed: [{ donor: \"D1\", recipient: \"R5\", reason: \"kin\" }]" : ""
      rules.append(
        "pairs: { forbidden: [{ donor: \"D0\", recipient: \"R1\", reason: \"drawn\" }]\(directed) }")
    }
    var names = ["status", "dose.*", "islets.abo", "indication.*", "conditioning.gfr", "release.*"]
    for (key, name) in [
      ("crossmatch", "crossmatch.*"), ("hla", "hla.*"), ("serology", "serology.cmv"),
      ("distance", "distance"),
    ] where rules.contains(where: { $0.hasPrefix("\(key):") }) {
      names.append(name)
    }
    let standard = chance.flip(0.7) ? "list" : "screen_out"
    let exceptions = some(names, 0.3)
    let other = standard == "list" ? "screen_out" : "list"
    let reviews =
      chance.flip(0.2)
      ? "standard: \"list\", \(choice)"
      : "standard: \"\(standard)\", \(other): [\(list(exceptions))], \(choice)"
    return """
      {
        name: "random", title: "Random", purpose: "For tests.",
        clinic: {
          indication: "cit", donor_window: "default", release: "\(one(["cit", "lantidra"]))",
          islet_yield: "uk", stem_cell_yield: "vertebral-marrow",
          release_stage: "\(one(["planned", "due"]))", \(choice),
        },
        protocols: [\(list(some(NearlyFit.protocols, 0.5)))],
        dose_confidence: { value: \(one(["0.5", "0.8", "0.3"])), unit: "probability", \(choice) },
        hla_comparison: {
          loci: [\(list(some(["A", "B", "C", "DRB1", "DRB4", "DQB1", "DPB1"], 0.6)))],
          homozygous_counts: \(1 + chance.index(below: 2)), \(choice),
        },
        rules: { \(rules.joined(separator: ",\n")) },
        on_review: { \(reviews) },
        score: [\(terms(&chance))],
        tie_breaks: [{ by: "waiting-time", first: "larger" }, { by: "id" }],
      }
      """
  }

  private static func terms(_ chance: inout SplitMix) -> String {
    var attributes = Attribute.all.filter { $0.name != "predicted-benefit" && chance.flip(0.6) }
    if attributes.isEmpty { attributes = [Attribute.all[0]] }
    var left = 100
    return attributes.enumerated().map { place, attribute in
      let last = place == attributes.count - 1
      let weight = last ? left : min(left, chance.index(below: 15))
      left -= weight
      let span = attribute.range
      let top = min(
        span.upperBound,
        ["days": 2000, "km": 900, "IEQ/kg": 12_000, "cells/kg": 1e7][attribute.unit] ?? span.upperBound)
      let (low, high) = chance.flip(0.5) ? (0, 1) : (1, 0)
      let choice = "policy_choice: \"drawn\""
      let curve =
        "curve: { shape: \"linear\", points: [[\(span.lowerBound), \(low)], [\(top), \(high)]], unit: \"\(attribute.unit)\", \(choice) }"
      let missing = chance.flip(0.5) ? "when_missing: 0.3, " : ""
      return
        "{ attribute: \"\(attribute.name)\", \(missing)weight: { value: \(weight), unit: \"points\", \(choice) }, \(curve) }"
    }.joined(separator: ",\n")
  }
}
