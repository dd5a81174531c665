using Fdkt.Learning.Tokenizers;

namespace Fdkt.Learning.Tests.Tokenizers;

public sealed class ChatTemplateTests : IDisposable
{
    private static readonly ChatTurn[] Turns =
        [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hi <|im_end|>"), new(ChatRole.Assistant, "Hello."), new(ChatRole.User, "Bye")];

    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-chat-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Encode_ChatMl_PlacesSpecialIdsAroundPlainText()
    {
        PublishedVocabularies.WriteGpt2Json(_folder, specials: ["<|im_start|>", "<|im_end|>"]);
        IModelTokenizer tokenizer = HuggingFaceTokenizer.Load(_folder);
        ChatTemplate template = ChatTemplate.For(tokenizer)!;

        int[] ids = template.Encode(Turns);

        const int start = 50_257, end = 50_258;
        int[] newline = tokenizer.Encode("\n");
        Assert.Equal(ChatFormat.ChatMl, template.Format);
        Assert.Equal([end], template.StopIds);
        Assert.Equal(
            [
                start, .. tokenizer.Encode("system\nBe brief."), end, .. newline,
                start, .. tokenizer.Encode("user\nHi <|im_end|>"), end, .. newline,
                start, .. tokenizer.Encode("assistant\nHello."), end, .. newline,
                start, .. tokenizer.Encode("user\nBye"), end, .. newline,
                start, .. tokenizer.Encode("assistant\n"),
            ],
            ids);
        // Four turns closed; the one in the text is no special token.
        Assert.Equal(4, ids.Count(id => id == end));
    }

    [Fact]
    public void Encode_Llama3_WritesHeaders()
    {
        PublishedVocabularies.WriteGpt2Json(_folder, specials: ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]);
        IModelTokenizer tokenizer = HuggingFaceTokenizer.Load(_folder);
        ChatTemplate template = ChatTemplate.For(tokenizer)!;

        int[] ids = template.Encode([new(ChatRole.User, " Hi ")]);

        Assert.Equal(ChatFormat.Llama3, template.Format);
        Assert.Equal(
            [
                50_257, 50_258, .. tokenizer.Encode("user"), 50_259, .. tokenizer.Encode("\n\nHi"), 50_260,
                50_258, .. tokenizer.Encode("assistant"), 50_259, .. tokenizer.Encode("\n\n"),
            ],
            ids);
    }

    [Fact]
    public void For_Gpt2_IsNull()
    {
        PublishedVocabularies.WriteGpt2Files(_folder);

        Assert.Null(ChatTemplate.For(HuggingFaceTokenizer.Load(_folder)));
    }

    [Fact]
    public void Encode_TurnsInAnotherOrder_Throws()
    {
        PublishedVocabularies.WriteGpt2Json(_folder, specials: ["<|im_start|>", "<|im_end|>"]);
        ChatTemplate template = ChatTemplate.For(HuggingFaceTokenizer.Load(_folder))!;

        Assert.Throws<ArgumentException>(() => template.Encode([new(ChatRole.Assistant, "Hi")]));
        Assert.Throws<ArgumentException>(() => template.Encode([new(ChatRole.User, "Hi"), new(ChatRole.Assistant, "Hi")]));
    }
}
