import TandemHLA
import TandemParallel
public import TandemRegistry

extension CohortGenerator {
  /// A cohort in memory: the same people as `write` puts in files, without the way through text.
  public func cohort(recipients recipientCount: Int, donors donorCount: Int, threads: Int) -> Cohort {
    let piece = 512
    let made = mappedInParallel((recipientCount + piece - 1) / piece, threads: threads) { number in
      (number * piece..<min(recipientCount, (number + 1) * piece)).map { recipient($0 + 1) }
    }
    let people = made.joined()
    var antibodies: [(recipient: Int, antibody: Antibody)] = []
    for (index, made) in people.enumerated() {
      for antibody in made.antibodies { antibodies.append((index, antibody)) }
    }
    return Cohort(
      donors: mappedInParallel(donorCount, threads: threads) { donor($0 + 1) },
      recipients: people.map(\.person), centres: centres(donors: donorCount),
      antibodies: AntibodyRegister(recipientCount: recipientCount, entries: antibodies))
  }
}
