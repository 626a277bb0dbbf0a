/** config.json of sentence-transformers/all-MiniLM-L6-v2, the fields that describe the network. */
export const bertConfig = {
  architectures: ['BertModel'],
  model_type: 'bert',
  vocab_size: 30522,
  type_vocab_size: 2,
  hidden_size: 384,
  intermediate_size: 1536,
  num_hidden_layers: 6,
  num_attention_heads: 12,
  hidden_act: 'gelu',
  layer_norm_eps: 1e-12,
  max_position_embeddings: 512,
  position_embedding_type: 'absolute',
  pad_token_id: 0,
} as const;

/**
 * Tokens the model was tuned on and sentence-transformers cuts at. The position table goes on to
 * `max_position_embeddings`, which is what the network itself can take.
 */
export const maxSequenceLength = 256;
