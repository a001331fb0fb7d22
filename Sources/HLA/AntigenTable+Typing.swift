extension AntigenTable {
  /// Whether somebody of that typing shows the target of an antibody, and why.
  public func presence(of specificity: Specificity, in typing: Typing) -> PresenceFinding {
    let beta = presence(of: specificity.name, in: typing)
    guard let chain = specificity.alpha else { return beta }
    let alpha = presence(of: chain, in: typing)
    // Both chains are needed. Which of them lie on one chromosome does not matter: chains of both
    // chromosomes pair with each other.
    if alpha.presence == .absent || beta.presence == .absent { return PresenceFinding(.absent) }
    let weaker = min(alpha.presence, beta.presence)
    let presence = weaker == .unknown && max(alpha.presence, beta.presence) > .unknown ? .possible : weaker
    return PresenceFinding(
      presence, names: (alpha.names + beta.names).sorted(), missing: (alpha.missing + beta.missing).sorted(),
      assumption: alpha.assumption ?? beta.assumption)
  }

  private func presence(of target: HLAName, in typing: Typing) -> PresenceFinding {
    if target.system == .bw { return epitope(target, in: typing) }
    if target.locus.mayBeAbsent, !typing.has(target.locus) { return companion(target, in: typing) }
    return presence(of: target, at: target.locus, in: typing)
  }

  /// What one locus says.
  private func presence(of target: HLAName, at locus: Locus, in typing: Typing) -> PresenceFinding {
    let genotypes = typing.genotypes(at: locus)
    guard !genotypes.isEmpty else { return PresenceFinding(.unknown, missing: [locus]) }
    let presence = Presence.oneOf(
      genotypes.map { genotype in
        max(copy(genotype.first, shows: target), copy(genotype.second, shows: target, at: locus))
      })
    let names = typing.names(at: locus).filter { self.presence(of: target, on: $0) > .unknown }
    let isHalf = presence == .unknown || (presence < .certain && genotypes.contains { $0.second.isEmpty })
    return PresenceFinding(presence, names: names, missing: isHalf && !locus.mayBeAbsent ? [locus] : [])
  }

  private func copy(_ names: [HLAName], shows target: HLAName, at locus: Locus? = nil) -> Presence {
    // DRB3, DRB4 and DRB5 are on some chromosomes only: one name alone is all there is.
    if names.isEmpty { return locus?.mayBeAbsent == true ? .absent : .unknown }
    return Presence.oneOf(names.map { presence(of: target, on: $0) })
  }

  /// Bw4 and Bw6: from the B alleles, Bw4 from the A alleles too, or from the typing's own word.
  private func epitope(_ target: HLAName, in typing: Typing) -> PresenceFinding {
    if typing.epitopes.contains(target) { return PresenceFinding(.certain, names: [target]) }
    let atB = presence(of: target, at: .b, in: typing)
    guard target.number == 4 else { return atB }
    let atA = presence(of: target, at: .a, in: typing)
    return PresenceFinding(
      max(atA.presence, atB.presence), names: atA.names + atB.names,
      missing: max(atA.presence, atB.presence) == .certain ? [] : atA.missing + atB.missing)
  }

  /// DRB3, DRB4 and DRB5 when they are not typed: from the DRB1 alleles they go with.
  private func companion(_ target: HLAName, in typing: Typing) -> PresenceFinding {
    let locus = target.locus
    let genotypes = typing.genotypes(at: .drb1)
    guard !genotypes.isEmpty else { return PresenceFinding(.unknown, missing: [.drb1, locus]) }
    let names = typing.names(at: .drb1).filter { companions(of: $0).contains { $0.locus == locus } }
    let note = "\(locus.name) is not typed; whether it is there is taken from the DRB1 alleles it goes with"
    if !names.isEmpty { return PresenceFinding(.possible, names: names, missing: [locus], assumption: note) }
    let isHalf = genotypes.contains { $0.second.isEmpty || $0.first.contains { $0.kind == .untyped } }
    return isHalf
      ? PresenceFinding(.unknown, missing: [.drb1, locus], assumption: note)
      : PresenceFinding(.absent, assumption: note)
  }

  /// DR51, DR52 or DR53 as far as a DRB1 name of any resolution may bring them.
  func companions(of name: HLAName) -> [HLAName] {
    var antigens: [HLAName] = []
    if name.kind == .antigen {
      antigens = serology.entries.map(\.antigen).filter { serology.covers(name, $0) }
    } else if let row = alleles[name] {
      if case .named(let antigen) = row.antigen { antigens = [antigen] }
    } else {
      for row in alleles.family(of: name) {
        if case .named(let antigen) = row.antigen { antigens.append(antigen) }
      }
    }
    var companions: [HLAName] = []
    for antigen in antigens {
      guard let companion = serology[antigen]?.companion, !companions.contains(companion) else { continue }
      companions.append(companion)
    }
    return companions.sorted()
  }
}
