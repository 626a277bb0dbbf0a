/** Takes part in the opening of every session, for those who measure what runs do. */
import * as ort from 'onnxruntime-node';

type Options = ort.InferenceSession.SessionOptions;

/**
 * From here on until the returned function is called, options are those that `withOptions` makes of the
 * engine's own, and each session is told to `opened`, which may replace its methods.
 */
export function watchSessions(
  opened: (session: ort.InferenceSession) => void,
  withOptions: (own: Options) => Options = (own) => own,
): () => void {
  const { InferenceSession } = ort;
  const create = InferenceSession.create.bind(InferenceSession);
  const watched = async (model: string, options: Options = {}) => {
    const session = await create(model, withOptions(options));
    opened(session);
    return session;
  };
  Object.assign(InferenceSession, { create: watched });
  return () => void Object.assign(InferenceSession, { create });
}
