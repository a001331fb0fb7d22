import TandemClinic
import TandemFiles
import TandemHLA
import TandemPolicy
import TandemRegistry
import Testing

@Suite("Hard rules")
struct RuleTests {
  private func verdict(_ rule: Rule, _ pair: PairAssessment) throws -> Verdict {
    try reason(rule, in: pair.reasons).verdict
  }

  /// `balanced` with a rule added.
  private func with(_ rule: String) throws -> Policy {
    try policy(replacing: [("  rules: {", "  rules: {\n    \(rule)")])
  }

  @Test("a fit pair is listed, and no rule stands in the way")
  func fit() {
    let pair = assess()
    #expect(pair.isListed)
    #expect(pair.blocking.isEmpty)
    #expect(pair.remedies.isEmpty)
    #expect(pair.common.verdict == .pass)
  }

  @Test("status: active passes, suspended fails, unknown needs review and is off the roster by policy")
  func status() throws {
    #expect(try verdict("status", assess()) == .pass)
    let suspended = assess { $1.status = .suspended }
    #expect(try verdict("status", suspended) == .fail)
    #expect(!suspended.isListed)
    #expect(suspended.remedies.map(\.text) == ["status active"])
    let unknown = assess { $1.status = nil }
    #expect(try verdict("status", unknown) == .review)
    #expect(try reason("status", in: unknown.reasons).missing == ["recipients.status"])
    #expect(!unknown.isListed)
  }

  @Test("consent is asked for each protocol, so that another one may be open")
  func consent() throws {
    let pair = assess { $1.protocols = ["delayed"] }
    #expect(pair.isListed)
    #expect(pair.option.transplant == "delayed")
    #expect(pair.options.map(\.isOpen) == [false, false, true])
    let none = assess { $1.protocols = [] }
    #expect(!none.isListed)
    #expect(try reason("consent", in: none.blocking).detail.contains("no protocol"))
    let unknown = assess { $1.protocols = nil }
    #expect(try verdict("consent", unknown) == .review)
    #expect(!unknown.isListed)
  }

  @Test("crossmatch: the bands of each graft decide, and the remedy names antibody and figure")
  func crossmatch() throws {
    #expect(try verdict("crossmatch.hsc", assess()) == .pass)
    // The donor has A2.
    func pair(_ mfi: Double?, _ c1q: Bool? = nil, _ target: String = "A2") -> PairAssessment {
      assess({ $1.cpra = 0.3 }, antibodies: [antibody(target, mfi: mfi, c1q: c1q)], under: withoutPRALimit)
    }
    #expect(try verdict("crossmatch.hsc", pair(999)) == .pass)
    #expect(try verdict("crossmatch.hsc", pair(1000)) == .review)
    #expect(try verdict("crossmatch.hsc", pair(5000)) == .review)
    #expect(try verdict("crossmatch.hsc", pair(5001)) == .fail)
    #expect(try verdict("crossmatch.hsc", pair(1200, true)) == .fail)
    #expect(try verdict("crossmatch.hsc", pair(nil)) == .fail)
    #expect(try verdict("crossmatch.hsc", pair(9000, nil, "A3")) == .pass)
    #expect(
      try reason("crossmatch.hsc", in: pair(8000).blocking).remedy == "antibody to A2 at most 5,000 MFI")
    #expect(try reason("crossmatch.hsc", in: pair(3000).reasons).remedy == "antibody to A2 under 1,000 MFI")
    #expect(pair(3000).isListed)
    #expect(!pair(8000).isListed)
  }

  @Test("crossmatch: each graft may have limits of its own")
  func crossmatchPerGraft() throws {
    let own = """
      crossmatch: { hsc: { limits: "shipped" }, islets: {
        weak_from_mfi: { value: 500, unit: "MFI", assumption: "test" },
        strong_above_mfi: { value: 2999, unit: "MFI", assumption: "test" }, c1q_counts: false } },
      """
    let policy = try policy(replacing: [
      ("    crossmatch: { hsc: { limits: \"shipped\" }, islets: { limits: \"shipped\" } },", own),
      ("indication: \"cit\"", "indication: \"australia\""),
    ])
    let pair = assess(antibodies: [antibody("A2", mfi: 3000)], under: policy)
    #expect(try verdict("crossmatch.hsc", pair) == .review)
    #expect(try verdict("crossmatch.islets", pair) == .fail)
  }

  @Test("crossmatch: without rows only a cPRA of 0 passes; a locus that is not typed needs review")
  func crossmatchWithoutData() throws {
    let sensitised = assess({ $1.cpra = 0.4 }, under: withoutPRALimit)
    #expect(try verdict("crossmatch.hsc", sensitised) == .review)
    let unknown = try reason("crossmatch.hsc", in: assess { $1.cpra = nil }.reasons)
    #expect(unknown.verdict == .review)
    #expect(unknown.missing == ["antibodies.specificity", "recipients.cpra"])
    let untyped = assess(
      { donor, _ in donor.typing = typing("B*07:02+B*08:01") }, antibodies: [antibody("A2", mfi: 9000)],
      under: withoutPRALimit)
    let gap = try reason("crossmatch.hsc", in: untyped.reasons)
    #expect(gap.verdict == .review)
    #expect(gap.missing == ["donors.hla (A)"])
  }

  @Test("HLA limits hold by direction and loci; what is open needs review, what is exceeded fails")
  func hla() throws {
    // At A the donor lacks A24 and the recipient lacks A2; at B they lack B44 and B7; at DRB1 04:01 and 15:01.
    func policy(_ direction: String, _ loci: String, _ most: Int) throws -> Policy {
      try with(
        """
        hla: { limits: [{ name: "limit", direction: "\(direction)", loci: [\(loci)], at_most: \(most), unit: "mismatches", assumption: "test" }] },
        """)
    }
    let three = "\"A\", \"B\", \"DRB1\""
    #expect(try verdict("hla.limit", assess(under: policy("gvh", three, 3))) == .pass)
    #expect(try verdict("hla.limit", assess(under: policy("gvh", three, 2))) == .fail)
    #expect(try verdict("hla.limit", assess(under: policy("hvg", three, 3))) == .pass)
    #expect(try verdict("hla.limit", assess(under: policy("bidirectional", "\"A\"", 0))) == .fail)
    // A donor homozygous at A lacks nothing more, but shows the recipient nothing foreign.
    let homozygous = try policy("hvg", "\"A\"", 0)
    let pair = assess({ donor, _ in donor.typing = typing("A*01:01+A*01:01") }, under: homozygous)
    #expect(try verdict("hla.limit", pair) == .pass)
    // Untyped at A: A may add two to the one of DRB1.
    let half = { (donor: inout Donor, _: inout Recipient) in donor.typing = typing("DRB1*03:01+DRB1*15:01") }
    let open = try reason("hla.limit", in: assess(half, under: policy("gvh", "\"A\", \"DRB1\"", 2)).reasons)
    #expect(open.verdict == .review)
    #expect(open.missing == ["donors.hla (A)"])
    #expect(open.detail.contains("1 to 3 mismatches"))
    #expect(try verdict("hla.limit", assess(half, under: policy("gvh", "\"A\", \"DRB1\"", 3))) == .pass)
    #expect(try verdict("hla.limit", assess(half, under: policy("gvh", "\"A\", \"DRB1\"", 0))) == .fail)
  }

  @Test("serology: only a positive donor for a negative recipient is told, reviewed or refused")
  func serology() throws {
    func pair(_ donor: Bool?, _ recipient: Bool?, _ outcome: String) throws -> Reason {
      let policy = try policy(replacing: [
        ("cmv: { positive_into_negative: \"flag\"", "cmv: { positive_into_negative: \"\(outcome)\"")
      ])
      return try reason(
        "serology.cmv",
        in: assess(
          {
            $0.cmv = donor
            $1.cmv = recipient
          }, under: policy
        ).reasons)
    }
    #expect(try pair(true, false, "fail").verdict == .fail)
    #expect(try pair(true, false, "review").verdict == .review)
    #expect(try pair(true, false, "flag").verdict == .pass)
    #expect(try pair(true, false, "flag").isFlagged)
    #expect(try pair(false, nil, "fail").verdict == .pass)
    #expect(try pair(nil, true, "fail").verdict == .pass)
    #expect(try pair(nil, false, "fail").missing == ["donors.cmv"])
    #expect(try pair(true, nil, "flag").verdict == .review)
  }

  @Test("distance: the great circle from donor hospital to centre")
  func distance() throws {
    // Leiden to Utrecht: 44 km.
    let far = try with("distance: { at_most: 40, unit: \"km\", assumption: \"test\" },")
    let near = try with("distance: { at_most: 45, unit: \"km\", assumption: \"test\" },")
    #expect(try verdict("distance", assess(under: far)) == .fail)
    #expect(try verdict("distance", assess(under: near)) == .pass)
    let unknown = try reason("distance", in: assess({ $1.centreID = nil }, under: near).reasons)
    #expect(unknown.verdict == .review)
    #expect(unknown.missing == ["recipients.centre_id"])
  }

  @Test("pairs may be forbidden, and a donor may be directed to somebody")
  func pairs() throws {
    let forbidden = try with(
      "pairs: { forbidden: [{ donor: \"D1\", recipient: \"R1\", reason: \"declined twice\" }] },")
    #expect(
      try reason("pairs.forbidden", in: assess(under: forbidden).blocking).detail.contains("declined twice"))
    #expect(assess({ $1.id = "R2" }, under: forbidden).isListed)
    let directed = try with(
      "pairs: { directed: [{ donor: \"D1\", recipient: \"R1\", reason: \"sibling\" }] },")
    #expect(assess(under: directed).isListed)
    #expect(try verdict("pairs.directed", assess({ $1.id = "R2" }, under: directed)) == .fail)
    #expect(assess({ donor, recipient in (donor.id, recipient.id) = ("D2", "R2") }, under: directed).isListed)
  }

  @Test("a policy may ask more of recipients and of donors than the clinical tables do")
  func windows() throws {
    let policy = try with(
      """
      recipient: { title: "light", limits: { weight_kg: { at_most: 55, unit: "kg", assumption: "test" } } },
      donor: { title: "heavy", limits: { bmi: { at_least: 31, unit: "kg/m2", source: "test" } } },
      """)
    let pair = assess(under: policy)
    #expect(try verdict("recipient.weight_kg", pair) == .fail)
    #expect(try verdict("donor_policy.bmi", pair) == .fail)
    let light = assess(
      {
        $1.weightKg = 50
        $0.weightKg = 110
      }, under: policy)
    #expect(light.isListed)
    let unknown = assess({ donor, _ in donor.heightCm = nil }, under: policy)
    #expect(try reason("donor_policy.bmi", in: unknown.reasons).missing == ["donors.height_cm"])
  }

  @Test("every rule of the registry has a key of its own and a summary")
  func registry() {
    let keys = HardRules.all.map { $0.key }
    #expect(Set(keys).count == keys.count)
    #expect(HardRules.all.allSatisfy { $0.summary.count > 20 })
  }

  /// `balanced` with an indication that says nothing about antibodies.
  private var withoutPRALimit: Policy {
    do { return try policy(replacing: [("indication: \"cit\"", "indication: \"australia\"")]) } catch {
      fatalError("\(error)")
    }
  }
}
