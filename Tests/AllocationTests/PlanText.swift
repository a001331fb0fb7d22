import TandemAllocation
import TandemFiles
import TandemPolicy
import TandemReporting

/// A plan as the file that the command writes.
func planText(
  _ plan: AllocationPlan, _ setting: AllocationSetting, _ certificate: String, wantedGap: Double
) throws -> String {
  let origin = Provenance(
    runID: "", policy: setting.policy.name, policyTitle: setting.policy.title,
    policySHA256: setting.policy.sha256, policyFingerprint: setting.policy.fingerprint,
    inputSHA256: SHA256.hex("input"), seed: 7, version: "1.2.3")
  let report = PlanReport(
    provenance: origin, policyFile: "balanced", confidence: setting.policy.confidence, order: setting.order,
    wantedGap: wantedGap, plan: plan, certificateSHA256: SHA256.hex(certificate), seconds: 1.25)
  var text = ""
  try PlanJSON(report).write { text += $0 }
  return text
}
