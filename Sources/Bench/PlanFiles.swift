import TandemAllocation
import TandemFiles
import TandemPacking
import TandemPolicy
import TandemReporting

/// A plan and its certificate as the texts that `tandem verify` reads.
struct PlanFiles {
  private var plan: String
  private let certificate: String?

  init(_ plan: AllocationPlan, _ setting: AllocationSetting) throws {
    let certificate = CertificateDocument(plan.proofs)?.text(setting)
    let policy = setting.policy
    let origin = Provenance(
      runID: "", policy: policy.name, policyTitle: policy.title, policySHA256: policy.sha256,
      policyFingerprint: policy.fingerprint, inputSHA256: SHA256.hex("a cohort without files"), seed: 1,
      version: "bench")
    let report = PlanReport(
      provenance: origin, policyFile: Policy.standard, confidence: policy.confidence, order: setting.order,
      wantedGap: 1e-4, plan: plan, certificateSHA256: certificate.map { SHA256.hex($0) }, seconds: 0)
    var text = ""
    try PlanJSON(report).write { text += $0 }
    self.plan = text
    self.certificate = certificate
  }

  /// The same plan that says it is worth more.
  var promisingMore: PlanFiles {
    var changed = self
    changed.plan = plan.replacing("\"value\": ", with: "\"value\": 1")
    return changed
  }

  /// Everything that does not hold, among it a bound that is missing or further from the value than 0.0001.
  func faults(_ setting: AllocationSetting, _ donors: [DonorOffers]) throws -> [String] {
    let document: PlanDocument
    do throws(Problems) {
      let node: JSON5Node
      do throws(Problem) { node = try JSON5Node.read(plan, path: "plan") } catch { return ["\(error)"] }
      document = try PlanDocument(node, path: "plan")
    } catch {
      return error.all.map(\.description)
    }
    guard let certificate else { return ["there is no certificate"] }
    let proof = try CertificateDocument(
      JSON5Node.read(certificate, path: "certificate"), path: "certificate", setting)
    return PlanVerifier(setting, donors).faults(in: document, proof)
  }
}
