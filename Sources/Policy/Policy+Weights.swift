import TandemFiles

extension Policy {
  /// The same policy with another weight for one attribute; the weights of the others keep their proportions
  /// and fill up to 100. Nil for an attribute that the score does not have, for a weight outside 0 to 100, and
  /// where the others have no weight that could grow.
  public func with(weight: Double, of attribute: String) -> Policy? {
    guard let place = terms.firstIndex(where: { $0.attribute.name == attribute }), (0...100).contains(weight)
    else { return nil }
    let others = terms.indices.filter { $0 != place }.reduce(0) { $0 + terms[$1].weight }
    guard others > 0 || weight == 100 else { return nil }
    let factor = others > 0 ? (100 - weight) / others : 0
    let changed = terms[place].weight == weight ? "" : "\nweight \(attribute) \(DecimalText.text(weight))"
    return Policy(
      name: name, title: title, purpose: purpose, clinic: clinic, regimens: regimens, confidence: confidence,
      confidenceBasis: confidenceBasis, hla: hla, rules: rules, judgements: judgements, reviews: reviews,
      terms: terms.enumerated().map { index, term in
        ScoreTerm(
          attribute: term.attribute, weight: index == place ? weight : term.weight * factor,
          weightBasis: term.weightBasis, curve: term.curve, curveBasis: term.curveBasis,
          ratingWhenMissing: term.ratingWhenMissing)
      },
      tieBreaks: tieBreaks, allocation: allocation, path: path, sha256: sha256,
      // Another policy has another fingerprint, though it comes of the same file.
      fingerprint: changed.isEmpty ? fingerprint : SHA256.hex(fingerprint + changed),
      warnings: warnings)
  }
}
