import TandemClinic
import TandemFiles
import TandemPolicy
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
}
