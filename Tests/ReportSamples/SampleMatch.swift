import TandemChance
import TandemClinic
import TandemFiles
import TandemRegistry
public import TandemReporting

/// Match runs for the tests of reports: made up, with a seed, of every shape that a report can meet.
public struct SampleMatch {
  private var chance: SplitMix
  private static let terms = [
    MatchReport.Term(
      name: "severe-hypos", title: "Severe hypos", meaning: "severe hypos of the recipient", weight: 25,
      curve: "The rating rises linearly from 0 to 12 events."),
    .init(
      name: "waiting-time", title: "Waiting time", meaning: "waiting time of the recipient", weight: 20,
      curve: "The rating rises linearly to 1,825 days."),
    .init(
      name: "sensitisation", title: "Sensitisation", meaning: "sensitisation of the recipient", weight: 15,
      curve: "The rating is (100^x - 1)/99."),
    .init(
      name: "dr-match", title: "DR match", meaning: "dr match of the recipient", weight: 15,
      curve: "The rating falls with each mismatch."),
    .init(
      name: "islet-dose", title: "Islet dose", meaning: "islet dose of the recipient", weight: 10,
      curve: "The rating rises to 10,000 IEQ/kg."),
    .init(
      name: "distance", title: "Distance", meaning: "distance of the recipient", weight: 10,
      curve: "The rating falls from 45 NM."),
    .init(
      name: "age-difference", title: "Age difference", meaning: "age difference of the recipient", weight: 5,
      curve: "The rating falls with the square."),
  ]
  private static let loci = ["A", "B", "C", "DRB1", "DQB1"]
  private static let centres = ["Uppsala", "Geneva", "Edmonton", "Oxford", "Lille", "Philadelphia"]

  /// Names that break careless reports.
  public static let hostileNames = [
    "<script>document.title='run'</script>", "</script><script>document.title='run'</script>",
    "\"><img src=x onerror=\"document.title='run'\">", "O'Neil & \"Söhne\" <b>",
    String(repeating: "W", count: 200),
    "=1+1", "@SUM(A1)", "-2+3", "\u{202E}drawkcab\u{202C}", "漢字かな", "tab\tand\nline", "\u{1B}[31mred",
    "--><!--", "${document.title='run'}", "R-\u{200F}right", "\u{1}gap",
  ]

  private init(seed: UInt64) { chance = SplitMix(seed: seed) }

  /// A run with so many people on the roster and screened out; hostile names first when asked for.
  public static func report(
    listed: Int, screenedOut: Int, seed: UInt64 = 1, hostile: Bool = false, expedited: Bool = false
  ) -> MatchReport {
    var sample = SampleMatch(seed: seed)
    var people = (0..<listed).map { sample.candidate($0) }.sorted { $0.score > $1.score }
    for index in people.indices { people[index].rank = index + 1 }
    var out = (0..<screenedOut).map { sample.screened($0) }
    var donor = sample.donor
    var origin = Provenance(
      runID: "m-" + SHA256.hex("run \(seed)").prefix(16), policy: "balanced",
      policyTitle: "Balanced: urgency, access and expected benefit", policySHA256: SHA256.hex("policy"),
      policyFingerprint: SHA256.hex("policy and tables"),
      inputSHA256: SHA256.hex("input \(seed)"), seed: seed, version: "1.0.0")
    if hostile {
      for (index, name) in hostileNames.enumerated() {
        if index < people.count {
          people[index].recipient = name
          people[index].centre = name
        }
        if index < out.count { out[index].recipient = name }
      }
      donor.id = hostileNames[0]
      origin.overrides = [
        .init(rule: "timing.cold_ischaemia", reason: hostileNames[1], by: hostileNames[2], listed: 2)
      ]
      people[1].marks = ["timing.cold_ischaemia"]
      people[people.count - 1].addedReason = hostileNames[3]
    }
    if expedited {
      origin.isExpedited = true
      origin.missing = [
        .init(rule: "hla.class-two", data: ["donors.hla"], candidates: (1...14).map { "R-\($0)" }),
        .init(rule: "donor.hcv", data: ["donors.hcv"], candidates: ["R-3", "R-8", "R-9"]),
      ]
    }
    return MatchReport(
      provenance: origin, donor: donor, terms: terms, roster: .init(people), screenedOut: .init(out),
      rules: counts(out))
  }

  private static func counts(_ people: [MatchReport.ScreenedOut]) -> [MatchReport.RuleCount] {
    var counts: [Rule: MatchReport.RuleCount] = [:]
    for reason in people.flatMap(\.reasons) {
      var count = counts[reason.rule] ?? .init(rule: reason.rule, fails: 0, reviews: 0)
      if reason.verdict == .fail { count.fails += 1 } else { count.reviews += 1 }
      counts[reason.rule] = count
    }
    return counts.values.sorted { ($1.fails + $1.reviews, $0.rule) < ($0.fails + $0.reviews, $1.rule) }
  }

  private var donor: DonorSummary {
    DonorSummary(
      id: "D-2031",
      groups: [
        .init(
          "Donor",
          [
            Fact("Blood group", "O"), Fact("Age", "34 years"), Fact("Sex", "female"), Fact("Weight", "71 kg"),
            Fact("BMI", "24.6 kg/m2"), Fact("Type", "DBD"), Fact("HbA1c", "5.4 %"),
          ]),
        .init(
          "Grafts",
          [
            Fact("Islets", "412,000 IEQ expected", note: "SD 96,000; donor's own estimate"),
            Fact("Viability", "92 %"), Fact("Purity", nil),
            Fact("CD34+ cells", "4.1e8", note: "assumption: marrow yield of one programme"),
            Fact("CD3+ cells", nil),
          ]),
        .init(
          "Time and infections",
          [
            Fact("Cross-clamp", "2026-03-04 05:30 UTC"), Fact("Available until", "2026-03-06 05:30 UTC"),
            Fact("CMV, EBV", "positive, positive"), Fact("HBV, HCV, HIV", "negative, unknown, negative"),
          ]),
        .init(
          "HLA", [Fact("A, B", "A*02:01 A*24:02, B*07:02 B*44:03"), Fact("DRB1", "DRB1*15:01 DRB1*04:01")]),
      ])
  }

  private mutating func unit() -> Double { Double.random(in: 0..<1, using: &chance) }
  private mutating func pick<Item>(_ items: [Item]) -> Item { items.randomElement(using: &chance)! }

  private mutating func candidate(_ index: Int) -> MatchReport.Candidate {
    let parts = SampleMatch.terms.map { term in
      let rating = unit()
      return MatchReport.Part(
        value: rating < 0.04 ? nil : "\(DecimalText.fixed(rating * 100, 1)) units",
        raw: rating < 0.04 ? nil : rating * 100,
        rating: rating < 0.04 ? 0 : rating,
        points: rating < 0.04 ? 0 : rating * term.weight)
    }
    let cold = 4 + unit() * 7
    let lines = SampleMatch.loci.map { locus in
      let labels = [pick(["match", "antigen", "allele"]), pick(["match", "match", "antigen", "potential"])]
      let wrong = labels.filter { $0 != "match" && $0 != "potential" }.count
      return MatchReport.MismatchSummary.Line(
        locus: locus, gvh: max(0, wrong - (unit() < 0.2 ? 1 : 0)), hvg: wrong, labels: labels)
    }
    let islets = pick(["negative", "negative", "negative", "possible", "review"])
    let reasons = common(islets)
    return MatchReport.Candidate(
      rank: 0, recipient: "R-" + String(100_000 + index), centre: pick(SampleMatch.centres),
      abo: pick([ABO.o, .o, .a, .b, .ab]),
      facts: [
        Fact("Age, sex", "\(18 + Int(unit() * 45)) years, \(pick(["female", "male"]))"),
        Fact("Weight", "\(48 + Int(unit() * 50)) kg"), Fact("Listed on", "2024-0\(1 + Int(unit() * 9))-11"),
        Fact("Status", "active"), Fact("C-peptide", unit() < 0.2 ? nil : "< 0.1 ng/mL"),
      ],
      score: parts.reduce(0) { $0 + $1.points }, parts: parts,
      mismatches: unit() < 0.03 ? nil : .init(loci: lines, confidence: "potential"),
      crossmatches: [
        .init(
          graft: "islets", verdict: islets,
          hits: islets == "possible" ? ["A2, MFI 1,850: donor has A*02:01"] : []),
        .init(graft: "stem cells", verdict: "negative", hits: []),
      ],
      distanceKm: unit() < 0.02 ? nil : unit() * 2200, coldIschaemiaHours: cold, options: options(cold),
      choice: .init(option: 0, level: unit() < 0.5 ? 0 : 1), reasons: reasons,
      warnings: reasons.filter { $0.verdict == .review || $0.isFlagged })
  }

  private mutating func common(_ islets: String) -> [Reason] {
    let basis = Basis(.source, "Lantidra label, section 4")
    var reasons = [
      Reason("abo.islets", .pass, "Donor O to recipient A is compatible for islets."),
      Reason("status", .pass, "The status is active."),
      Reason("consent", .pass, "Consent is recorded for 2 protocols."),
      Reason(
        "abo.stem_cells", .pass, "Donor O to recipient A is a minor mismatch of stem cells.",
        isFlagged: unit() < 0.3),
    ]
    for (name, low) in [
      ("gfr", 80), ("lvef_percent", 45), ("karnofsky", 70), ("hba1c_percent", 6), ("age_years", 18),
    ] {
      let value = low + Int(unit() * 40)
      reasons.append(
        Reason(
          Rule("indication." + name), .pass, "The value is \(value); required is at least \(low).",
          basis: basis))
    }
    if islets == "review" {
      reasons.append(
        Reason(
          "crossmatch.islets", .review,
          "An antibody to DP4 cannot be judged: the donor is not typed at DPB1.",
          missing: ["donor.hla"], remedy: "DPB1 typing of the donor"))
    }
    return reasons
  }

  private mutating func options(_ cold: Double) -> [MatchReport.ProtocolOption] {
    [("mdr-101-pattern", "MDR-101 pattern"), ("islets-first", "Islets first, stem cells later")].map {
      name, title in
      let probability = unit()
      return MatchReport.ProtocolOption(
        name: name, title: title, verdict: .pass,
        timing:
          "Conditioning from 6.0 h after cross-clamp, islets at \(DecimalText.fixed(cold + 30, 1)) h, stem cells at 110.0 h.",
        reasons: [
          Reason(
            "timing.cold_ischaemia", .pass,
            "Cold ischaemia is 2.0 h recovery + \(DecimalText.fixed(cold - 2, 1)) h journey, in all \(DecimalText.fixed(cold, 1)) h; required is at most 12 h.",
            basis: Basis(.source, "Lantidra label"), isFlagged: cold > 10)
        ],
        levels: [10_000.0, 5_000].enumerated().map { place, dose in
          MatchReport.DoseLevel(
            name: place == 0 ? "full" : "half", isletIEQ: dose * 68, isletIEQPerKg: dose,
            isletProbability: place == 0 ? probability : min(1, probability + 0.4),
            cd34PerKg: 4e6 + 2e6 * probability,
            cd34Probability: 0.99, verdict: probability < 0.4 && place == 0 ? .fail : .pass,
            reasons: [
              Reason(
                "dose.islets", probability < 0.4 && place == 0 ? .fail : .pass,
                "\(place == 0 ? "10,000" : "5,000") IEQ/kg x 68 kg = 680,000 IEQ wanted; 412,000 IEQ with confidence 0.80.",
                basis: Basis(.assumption, "lognormal yield around the donor's own estimate"),
                remedy: probability < 0.4 && place == 0 ? "an islet count of 700,000 IEQ or more" : nil)
            ])
        })
    }
  }

  private mutating func screened(_ index: Int) -> MatchReport.ScreenedOut {
    let all = [
      Reason("abo.islets", .fail, "Donor A to recipient O is not compatible for islets."),
      Reason(
        "indication.gfr", .fail, "GFR is \(30 + Int(unit() * 40)); required is at least 80.",
        remedy: "GFR of at least 80"),
      Reason(
        "crossmatch.islets", .fail, "Antibody to A2 with MFI \(3000 + Int(unit() * 9000)) meets A*02:01."),
      Reason("status", .fail, "The status is suspended."),
      Reason(
        "conditioning.lvef_percent", .review, "LVEF is not known.", missing: ["lvef_percent"],
        remedy: "lvef_percent to be supplied"),
      Reason("dose.islets", .fail, "No level is met with confidence 0.80."),
    ]
    let first = Int(unit() * Double(all.count))
    let second = Int(unit() * Double(all.count))
    return .init(
      recipient: "S-" + String(200_000 + index),
      reasons: first == second ? [all[first]] : [all[first], all[second]])
  }
}
