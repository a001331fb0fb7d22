import TandemClinic
import TandemFiles
import TandemPolicy
import TestSupport
import Testing

@Suite("The shipped policies")
struct ShippedPolicyTests {
  @Test("read clean, and each says what it is for", arguments: Policy.shippedNames)
  func readClean(name: String) throws {
    let policy = try Policy.read(name)
    #expect(policy.name == name)
    #expect(policy.warnings.isEmpty)
    #expect(policy.purpose.count > 200)
  }

  @Test("the dictionary lists every attribute with its unit and range, every rule and every policy")
  func dictionary() throws {
    let path = "\(dataFolder)/policies/README.md"
    let text = try TextFile.read(path)
    var table = "| attribute | rates | unit | range |\n|---|---|---|---|\n"
    for attribute in Attribute.all {
      let range = attribute.range
      table += "| `\(attribute.name)` | \(attribute.title) | \(attribute.unit) | "
      table += "\(DecimalText.text(range.lowerBound)) to \(DecimalText.text(range.upperBound)) |\n"
    }
    let begin = try #require(text.firstRange(of: "<!-- attributes:begin -->\n"))
    let end = try #require(text.firstRange(of: "<!-- attributes:end -->"))
    if updatesSnapshots {
      try AtomicFile.write(text[..<begin.upperBound] + table + text[end.lowerBound...], to: path)
      return
    }
    let shown = String(text[begin.upperBound..<end.lowerBound])
    #expect(shown == table, "\(firstDifference(table, shown))")
    for rule in HardRules.all {
      #expect(text.contains("| `\(rule.key)` |"), "\(rule.key) is not in the dictionary")
    }
    for name in Policy.shippedNames {
      #expect(text.contains("| `\(name)`"), "\(name) is not in the dictionary")
    }
  }

  @Test("every weight and curve says where it comes from", arguments: Policy.shippedNames)
  func origins(name: String) {
    for term in shipped(name).terms {
      #expect(!term.weightBasis.text.isEmpty)
      #expect(!term.curveBasis.text.isEmpty)
    }
  }

  @Test("a policy's fingerprint changes with the protocols and tables that it names")
  func fingerprint() throws {
    let one = try policy(replacing: [])
    let other = try policy(replacing: [("\"mdr-101-pattern\", \"islets-first\"", "\"islets-first\"")])
    #expect(one.sha256 != other.sha256)
    #expect(one.fingerprint != other.fingerprint)
    #expect(one.fingerprint == shipped("balanced").fingerprint)
  }
}
