import TandemClinic
import TandemFiles
import TandemPolicy

/// The shipped policies, read once.
let shippedPolicies: [Policy] = Policy.shippedNames.map { name in
  do { return try Policy.read(name) } catch { fatalError("\(error)") }
}

/// The policy `balanced` with parts of its text replaced.
func balanced(replacing: [(String, String)]) throws -> Policy {
  guard let bytes = ShippedData.file("policies/balanced.json5") else { fatalError("no policy balanced") }
  var text = String(decoding: bytes, as: UTF8.self)
  for (old, new) in replacing {
    guard text.contains(old) else { fatalError("balanced has no \"\(old)\"") }
    text = text.replacing(old, with: new, maxReplacements: 1)
  }
  return try Array(text.utf8).withUnsafeBytes { bytes in
    try Policy.read(try DataDocument(bytes, path: "test.json5"))
  }
}

/// Every rule and every attribute there is, with reviews that keep off and reviews that do not, and loci that
/// not everybody has.
let everythingPolicy: Policy = {
  do {
    return try balanced(replacing: [
      (
        "  rules: {",
        """
          rules: {
            hla: { limits: [
              { name: "gvh", direction: "gvh", loci: ["A", "B", "DRB1"], at_most: 4, unit: "mismatches", assumption: "test" },
              { name: "dr", direction: "bidirectional", loci: ["DRB1"], at_most: 1, unit: "mismatches", assumption: "test" },
              { name: "drb345", direction: "hvg", loci: ["DRB3", "DRB4", "DRB5"], at_most: 2, unit: "mismatches", assumption: "test" },
            ] },
            distance: { at_most: 900, unit: "km", assumption: "test" },
            pairs: {
              forbidden: [{ donor: "D0", recipient: "R3", reason: "test" }, { donor: "D1", recipient: "R5", reason: "test" }],
              directed: [{ donor: "D2", recipient: "R4", reason: "test" }, { donor: "D2", recipient: "R7", reason: "test" }],
            },
        """
      ),
      ("cmv: { positive_into_negative: \"flag\"", "cmv: { positive_into_negative: \"review\""),
      ("ebv: { positive_into_negative: \"flag\"", "ebv: { positive_into_negative: \"fail\""),
      (
        "screen_out: [\"status\", \"consent\", \"islets.abo\"],",
        "screen_out: [\"consent\", \"crossmatch.islets\", \"hla.dr\", \"serology.cmv\", \"dose.islets\"],"
      ),
      ("weight: { value: 0, unit", "weight: { value: 2, unit"),
      ("weight: { value: 15, unit", "weight: { value: 5, unit"),
      (
        "    {\n      attribute: \"cmv-match\",",
        """
            {
              attribute: "age-difference",
              weight: { value: 4, unit: "points", assumption: "test" },
              curve: { shape: "linear", points: [[0, 1], [40, 0]], unit: "years", assumption: "test" },
            },
            {
              attribute: "tce",
              weight: { value: 4, unit: "points", assumption: "test" },
              curve: { shape: "linear", points: [[0, 1], [2, 0]], unit: "class", assumption: "test" },
            },
            {
              attribute: "cmv-match",
        """
      ),
    ])
  } catch { fatalError("\(error)") }
}()
