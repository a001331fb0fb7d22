import TandemFiles
import TandemRegistry

/// Judges whether the grafts of a donor last until a protocol wants them, with the arithmetic in the detail.
struct Timing {
  let donor: Donor
  let transplant: TransplantProtocol
  let schedule: Schedule
  let window: DonorWindow
  let transport: Transport

  func assess(into assessment: inout Assessment) {
    coldIschaemia(into: &assessment)
    leadIn(into: &assessment)
    stemCellForm(into: &assessment)
    bones(into: &assessment)
    availability(into: &assessment)
  }

  private var missingPlaces: [String] {
    let columns =
      (donor.latitude == nil ? ["donors.latitude"] : [])
      + (donor.longitude == nil ? ["donors.longitude"] : [])
    return columns.isEmpty ? ["laboratory"] : columns
  }

  private func coldIschaemia(into assessment: inout Assessment) {
    let limit = window.coldIschaemia
    guard let hours = schedule.coldIschaemiaHours, let journey = schedule.journey else {
      assessment.note(
        "timing.cold_ischaemia", .review,
        Reason(
          "timing.cold_ischaemia", .review,
          "The journey to the laboratory is not known; required is cold ischaemia of \(limit.words).",
          basis: limit.basis, missing: missingPlaces, remedy: "the places of donor hospital and laboratory"))
      return
    }
    let verdict: Verdict = limit.allows(hours) ? .pass : .fail
    let preferred = window.preferredColdIschaemia
    let isLate = preferred.map { !$0.allows(hours) } ?? false
    assessment.note(
      "timing.cold_ischaemia", verdict,
      Reason(
        "timing.cold_ischaemia", verdict,
        "Cold ischaemia is \(Amount.hours(transport.recoveryHours.value)) recovery + \(journey.words), in all "
          + "\(Amount.hours(hours)); required is \(limit.words)"
          + (isLate ? ", preferred \(preferred?.words ?? "")." : "."),
        basis: limit.basis,
        remedy: verdict == .pass ? nil : "a laboratory near enough for cold ischaemia of \(limit.words)",
        isFlagged: isLate))
  }

  /// With an unknown journey the islets last at least as long as without any, and at most as long as with
  /// the longest cold ischaemia that the window allows.
  private func leadIn(into assessment: inout Assessment) {
    let lead = transplant.leadInHours
    let prepared = schedule.preparedAfterHours
    let first = transplant.firstStep
    let start = "from \(Amount.hours(transport.noticeHours.value)) after cross-clamp"
    let opening =
      lead > 0
      ? "The lead-in takes \(Amount.hours(lead)) before the islets (\(first?.name ?? "") on day "
        + "\(Amount.text(first?.day.value ?? 0))), \(start)"
      : "The recipient is ready for the islets \(start)"
    guard case .fresh(let least, let most) = transplant.isletForm else {
      assessment.note(
        "timing.lead_in", .pass, Reason("timing.lead_in", .pass, "\(opening); vitrified islets wait for it."))
      return
    }
    let isolation = transport.isolationHours.value
    func lasting(_ cold: Double) -> Double { cold + isolation + most.value }
    let longest = window.coldIschaemia.atMost ?? window.coldIschaemia.below ?? 0
    let verdict: Verdict
    let cold: Double
    if let known = schedule.coldIschaemiaHours {
      cold = known
      verdict = prepared <= lasting(known) ? .pass : .fail
    } else if prepared <= lasting(0) {
      cold = 0
      verdict = .pass
    } else {
      cold = longest
      verdict = prepared <= lasting(longest) ? .review : .fail
    }
    let coldWords = schedule.coldIschaemiaHours == nil && verdict != .pass ? "at most " : ""
    assessment.note(
      "timing.lead_in", verdict,
      {
        let margin = lasting(cold) - prepared
        let arithmetic =
          "Fresh islets last \(coldWords)\(Amount.hours(cold)) cold ischaemia + \(Amount.hours(isolation)) isolation"
          + " + \(Amount.hours(most.value)) culture = \(Amount.hours(lasting(cold))) after cross-clamp"
        let outcome =
          switch verdict {
          case .pass:
            "\(Amount.hours(margin)) to spare; culture is \(Amount.hours(schedule.cultureHours ?? 0)), at least \(Amount.hours(least.value)) is wanted"
          case .review: "enough only if the journey is long; the places of hospital and laboratory decide"
          case .fail: "\(Amount.hours(-margin)) too short"
          }
        return Reason(
          "timing.lead_in", verdict, "\(opening). \(arithmetic): \(outcome).", basis: Basis(most),
          missing: verdict == .review ? missingPlaces : [],
          remedy: verdict == .pass
            ? nil
            : "a protocol whose lead-in is at most \(Amount.hours(lasting(cold) - transport.noticeHours.value)), or islets that keep longer"
        )
      }())
  }

  private func stemCellForm(into assessment: inout Assessment) {
    let hours = schedule.stemCellsAfterHours
    let limit = Schedule.freshLimit(transport)
    let when = "The stem cells are wanted \(Amount.hours(hours)) after cross-clamp"
    let fresh =
      "fresh ones keep \(Amount.hours(transport.recoveryHours.value)) recovery + "
      + "\(Amount.hours(transport.isolationHours.value)) preparation + "
      + "\(Amount.hours(transport.freshStemCellHours.value)) = \(Amount.hours(limit))"
    let basis = Basis(transport.freshStemCellHours)
    let rule: Rule = "timing.stem_cells"
    switch transplant.stemCells.form {
    case .cryopreserved:
      assessment.note(rule, .pass, Reason(rule, .pass, "\(when), frozen and thawed."))
    case .either:
      let state =
        switch donor.hscForm {
        case nil: "their state is not known and they are reckoned as frozen and thawed"
        case .fresh where !schedule.isThawed: "fresh"
        case .fresh: "too late for fresh ones, so frozen and thawed"
        case .cryopreserved: "frozen and thawed"
        }
      assessment.note(rule, .pass, Reason(rule, .pass, "\(when), \(state); \(fresh).", basis: basis))
    case .fresh:
      let missing =
        (donor.hscForm == nil ? ["donors.hsc_form"] : []) + (schedule.journey == nil ? missingPlaces : [])
      let verdict: Verdict =
        hours > limit || donor.hscForm == .cryopreserved ? .fail : missing.isEmpty ? .pass : .review
      let state = donor.hscForm.map { "they are \($0.rawValue)" } ?? "their state is not known"
      assessment.note(
        rule, verdict,
        Reason(
          rule, verdict, "\(when), never frozen; \(state); \(fresh).", basis: basis, missing: missing,
          remedy: verdict == .pass ? nil : "fresh stem cells within \(Amount.hours(limit)) of cross-clamp"))
    }
  }

  private func bones(into assessment: inout Assessment) {
    if donor.hscForm == .cryopreserved {
      assessment.note(
        "timing.bones", .pass,
        Reason("timing.bones", .pass, "The stem cells are frozen already; ischaemia is past."))
      return
    }
    let warm = transport.boneWarmHours
    let warmVerdict: Verdict = window.boneWarm.allows(warm.value) ? .pass : .fail
    assessment.note(
      "timing.bone_warm", warmVerdict,
      Reason(
        "timing.bone_warm", warmVerdict,
        "Warm ischaemia of the bones is taken as \(Amount.hours(warm.value)) (\(warm.origin)); required is "
          + "\(window.boneWarm.words).",
        basis: window.boneWarm.basis, remedy: warmVerdict == .pass ? nil : "bones cooled earlier"))
    let limit = window.boneTotal
    guard let cold = schedule.coldIschaemiaHours else {
      assessment.note(
        "timing.bones", .review,
        Reason(
          "timing.bones", .review,
          "The journey to the laboratory is not known; required is warm and cold ischaemia of the bones of "
            + "\(limit.words).",
          basis: limit.basis, missing: missingPlaces, remedy: "the places of donor hospital and laboratory"))
      return
    }
    let total = warm.value + cold
    let verdict: Verdict = limit.allows(total) ? .pass : .fail
    assessment.note(
      "timing.bones", verdict,
      Reason(
        "timing.bones", verdict,
        "Ischaemia of the bones is \(Amount.hours(warm.value)) warm + \(Amount.hours(cold)) cold = "
          + "\(Amount.hours(total)); required is \(limit.words).",
        basis: limit.basis, remedy: verdict == .pass ? nil : "ischaemia of \(limit.words)"))
  }

  private func availability(into assessment: inout Assessment) {
    let rule: Rule = "timing.available_until"
    let hours = schedule.isletsAfterHours
    guard let clamp = donor.crossClampAt, let until = donor.availableUntil else {
      let missing =
        (donor.crossClampAt == nil ? ["donors.cross_clamp_at"] : [])
        + (donor.availableUntil == nil ? ["donors.available_until"] : [])
      assessment.note(
        rule, .review,
        Reason(
          rule, .review,
          "The donor's window is not known; the islets are infused \(Amount.hours(hours)) after cross-clamp.",
          missing: missing, remedy: "\(missing.joined(separator: " and "))"))
      return
    }
    let infused = clamp.advanced(hours: hours)
    let isJourneyKnown = schedule.journey != nil
    let verdict: Verdict = infused > until ? .fail : isJourneyKnown ? .pass : .review
    assessment.note(
      rule, verdict,
      Reason(
        rule, verdict,
        "The islets are infused \(Amount.hours(hours)) after cross-clamp at \(clamp), that is at \(infused)"
          + "\(isJourneyKnown ? "" : " or later by the unknown journey"); the donor is available until \(until).",
        missing: isJourneyKnown ? [] : missingPlaces,
        remedy: verdict == .pass ? nil : "availability until \(infused)\(isJourneyKnown ? "" : " or later")"))
  }
}
