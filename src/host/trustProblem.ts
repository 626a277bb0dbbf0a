/** Something that is not done for a workspace that the user has not said to trust. */
export class TrustProblem extends Error {
  override readonly name = 'TrustProblem';
}
