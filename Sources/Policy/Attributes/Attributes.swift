extension Attribute {
  /// The attributes that a score may rate, in the order of the documentation.
  ///
  /// To add one: write a file beside this with a static member like those below, add it here, and test it.
  public static let all: [Attribute] = [
    .waitingTime, .severeHypos, .clarke, .hypoScore, .lability, .sensitisation, .mismatchesGvH,
    .mismatchesHvG,
    .drMatch, .dqMatch, .epitopes, .sharedRiskHaplotypes, .age, .ageDifference, .child, .distance, .isletDose,
    .stemCellDose, .predictedBenefit, .priorGraft, .bloodGroupIdentical, .cmvMatch,
  ]
}
