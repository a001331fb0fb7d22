import TandemHLA
import TandemRegistry

extension Attribute {
  /// T-cell epitope groups of DPB1: 0 permissive, 1 non-permissive host versus graft, 2 graft versus host.
  static let epitopes = Attribute(
    "tce", "class of the DPB1 epitope mismatch (0 permissive, 1 host versus graft, 2 graft versus host)",
    unit: "class", range: 0...2,
    .pair { facts in
      switch facts.epitopes.permissiveness {
      case .permissive: .known(0)
      case .hvgNonpermissive: .known(1)
      case .gvhNonpermissive: .known(2)
      case .unknown:
        .missing(
          facts.missingTyping(at: [.dpb1]).isEmpty
            ? ["recipients.hla (DPB1)", "donors.hla (DPB1)"] : facts.missingTyping(at: [.dpb1]))
      }
    })
}
