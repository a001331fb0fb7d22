import TandemArguments
import TandemFiles
import TandemGeneration
import TandemRegistry
import TandemTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let recipientCount = Option<Int>(
  "recipients", value: "N", range: 0...9_999_999, default: 1000, help: "How many recipients to make.")
private let donorCount = Option<Int>(
  "donors", value: "M", range: 0...9_999_999, default: 50, help: "How many donors to make.")
private let out = Option<String>("out", value: "DIR", completes: .folder, help: "The folder for the cohort.")
private let profileName = Option<String>(
  "profile", value: "PROFILE", default: Profile.defaultName, completes: .file(["json5"]),
  help:
    "What the people are like: \(Profile.shippedNames.joined(separator: ", ")), or the path of a file of your own."
)
private let force = Option<Bool>("force", help: "Replace a cohort that the folder already holds.")

/// `tandem generate`
let generate: Command = Command(
  "generate", "Makes a realistic synthetic cohort.",
  discussion: """
    The cohort is a folder with donors.csv, recipients.csv, antibodies.csv and centres.csv. Nobody in it is a \
    real person. What its people are like is described by a profile, in which every figure has its unit and \
    its source or is marked as an assumption.

    A person depends on the profile, the seed and their number alone: recipient 17 is the same in a small \
    cohort and in a large one. The same call gives the same bytes, on any number of threads.

    The folder also gets cohort.json, which says how it was made. The files appear together at the end. A \
    folder that holds a cohort is left alone unless --force is given.
    """,
  takes: [
    out, recipientCount, donorCount, profileName, force,
    Shared.options(Shared.seed, Shared.threads, Shared.json),
  ],
  examples: [
    Example(
      "tandem generate --recipients 150 --donors 12 --out cohort",
      "Makes a small cohort in the folder cohort.")
  ],
  exits: [
    .wrongUse: "The command line is wrong, or the folder already holds a cohort.",
    .badData: "The profile has errors.",
  ]
) { arguments, console in
  let profile = try Profile.read(arguments[profileName])
  let folder = arguments[out]
  guard arguments[force] || !holdsCohort(folder) else {
    throw Failure(
      .wrongUse, "\(folder) already holds a cohort. Choose another folder, or replace it with --force.")
  }
  let (recipients, donors, seed) = (arguments[recipientCount], arguments[donorCount], arguments[Shared.seed])
  let summary = try console.progress("Making people", of: recipients + donors) { progress in
    let writer = try CohortWriter(folder, threads: arguments.threadCount)
    let summary = try CohortGenerator(profile, seed: seed).write(
      recipients: recipients, donors: donors, to: writer, threads: arguments.threadCount
    ) { made in
      try Interruption.check()
      progress.advance(by: made)
    }
    progress.enter("Putting the files in their place")
    let record = GenerationRecord(profile: profile, seed: seed, summary: summary)
    let note = try AtomicFile("\(folder)/cohort.json")
    try note.write(record.json.text() + "\n")
    try writer.commit()
    try note.commit()
    return record
  }
  console.print(arguments[Shared.json] ? summary.json.text() : summary.text(folder: folder))
  return .done
}

private func holdsCohort(_ folder: String) -> Bool {
  CohortWriter.fileNames.contains { access("\(folder)/\($0)", F_OK) == 0 }
}

/// How a cohort was made and what came out, for people and for programs.
private struct GenerationRecord {
  let profile: Profile
  let seed: UInt64
  let summary: CohortSummary

  var json: JSON {
    .object([
      ("profile", .string(profile.name)), ("profile_sha256", .string(profile.sha256)),
      ("seed", Int(exactly: seed).map { .integer($0) } ?? .string(String(seed))),
      ("version", .string(Version.number)),
      ("reference_day", .string(profile.referenceDay.description)),
      ("recipients", .integer(summary.recipients)), ("donors", .integer(summary.donors)),
      ("centres", .integer(summary.centres)), ("antibodies", .integer(summary.antibodies)),
      ("sourced_figures", .integer(profile.sourcedFigures)),
      ("assumed_figures", .integer(profile.assumedFigures)),
      (
        "recipients_made",
        .object([
          ("women", .integer(summary.women)), ("children", .integer(summary.children)),
          ("dr3_haplotypes", .integer(summary.dr3Haplotypes)),
          ("dr4_haplotypes", .integer(summary.dr4Haplotypes)),
          ("dr3_carriers", .integer(summary.dr3Carriers)), ("dr4_carriers", .integer(summary.dr4Carriers)),
          ("sensitised", .integer(summary.sensitised)),
          ("cpra_85_and_more", .integer(summary.highlySensitised)),
          ("populations", counts(profile.recipientPopulationNames, summary.recipientPopulations)),
        ])
      ),
      (
        "donors_made",
        .object([
          ("dcd", .integer(summary.dcd)), ("with_islet_count", .integer(summary.counted)),
          ("populations", counts(profile.donorPopulationNames, summary.donorPopulations)),
        ])
      ),
    ])
  }

  private func counts(_ names: [String], _ counts: [Int]) -> JSON {
    .object(zip(names, counts).map { (key: $0, value: .integer($1)) })
  }

  func text(folder: String) -> String {
    let recipients = Double(max(1, summary.recipients))
    func percent(_ count: Int, of total: Double) -> String {
      "\(DecimalText.fixed(100 * Double(count) / total, 1)) %"
    }
    return """
      \(folder): \(summary.recipients) recipients, \(summary.donors) donors, \(summary.centres) centres, \
      \(summary.antibodies) antibodies
        profile \(profile.name), seed \(seed), reference day \(profile.referenceDay)
        recipients: women \(percent(summary.women, of: recipients)), DR3 on \
      \(percent(summary.dr3Haplotypes, of: 2 * recipients)) and DR4 on \
      \(percent(summary.dr4Haplotypes, of: 2 * recipients)) of haplotypes, sensitised \
      \(percent(summary.sensitised, of: recipients))
        donors: DCD \(percent(summary.dcd, of: Double(max(1, summary.donors))))
        \(profile.sourcedFigures) figures or groups of figures of the profile have a source, \
      \(profile.assumedFigures) are assumptions.
      """
  }
}
