namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Families of encoders whose Hugging Face folders can be read.</summary>
public enum EncoderFamily
{
    /// <summary>BERT, and sentence transformers made from it.</summary>
    Bert,

    /// <summary>DistilBERT: BERT without kinds of token and without a pooler.</summary>
    DistilBert,

    /// <summary>RoBERTa: BERT whose positions begin at 2, with a byte-level tokenizer.</summary>
    Roberta,
}
