namespace Fdkt.Learning.Tokenizers;

/// <summary>Turns a chat into the ids a chat model was trained on. Thread-safe.</summary>
/// <remarks>
/// The templates of the supported families are written here; the Jinja program in a model's files is never run. Special tokens are placed as ids between the ids of
/// texts, so no text can forge a turn.
/// </remarks>
public sealed class ChatTemplate
{
    private readonly IModelTokenizer _tokenizer;

    private ChatTemplate(IModelTokenizer tokenizer, ChatFormat format) => (_tokenizer, Format) = (tokenizer, format);

    /// <summary>The form of the turns.</summary>
    public ChatFormat Format { get; }

    /// <summary>Ids that end a reply, beside the tokenizer's own <see cref="ITextTokenizer.EndId"/>.</summary>
    public IReadOnlyList<int> StopIds => Format switch
    {
        ChatFormat.Llama3 => [_tokenizer.SpecialTokens["<|eot_id|>"]],
        ChatFormat.ChatMl => [_tokenizer.SpecialTokens["<|im_end|>"]],
        _ => [],
    };

    /// <summary>The template of a tokenizer, by the special tokens it has.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <returns>Null where it is not that of a chat model, as GPT-2's.</returns>
    public static ChatTemplate? For(IModelTokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        bool Has(params ReadOnlySpan<string> names)
        {
            bool all = true;
            foreach (string name in names)
            {
                all &= tokenizer.SpecialTokens.ContainsKey(name);
            }

            return all;
        }

        return Has("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>") ? new ChatTemplate(tokenizer, ChatFormat.Llama3)
            : Has("<|im_start|>", "<|im_end|>") ? new ChatTemplate(tokenizer, ChatFormat.ChatMl)
            : tokenizer is SentencePieceTokenizer ? new ChatTemplate(tokenizer, ChatFormat.Llama2)
            : null;
    }

    /// <summary>Ids of a chat, up to where the model's reply starts.</summary>
    /// <param name="turns">At most one system turn, first; then user and assistant by turns, a user first and last.</param>
    /// <exception cref="ArgumentException">The turns are in another order.</exception>
    public int[] Encode(IReadOnlyList<ChatTurn> turns)
    {
        ArgumentNullException.ThrowIfNull(turns);
        int first = turns.Count > 0 && turns[0].Role == ChatRole.System ? 1 : 0;
        bool alternates = (turns.Count - first) % 2 == 1
            && turns.Skip(first).Select((turn, i) => turn.Role == (i % 2 == 0 ? ChatRole.User : ChatRole.Assistant)).All(fits => fits);
        if (!alternates)
        {
            throw new ArgumentException($"Turns are {string.Join(", ", turns.Select(turn => turn.Role))}; need an optional system turn, then user and assistant by turns, ending with user.", nameof(turns));
        }

        var ids = new List<int>();
        switch (Format)
        {
            case ChatFormat.Llama3:
                ids.Add(_tokenizer.BeginId);
                foreach (ChatTurn turn in turns)
                {
                    AddLlama3(ids, turn.Role, turn.Text.Trim());
                    ids.Add(Special("<|eot_id|>"));
                }

                AddLlama3(ids, ChatRole.Assistant, "");
                break;
            case ChatFormat.ChatMl:
                foreach (ChatTurn turn in turns)
                {
                    AddChatMl(ids, turn.Role, turn.Text);
                    ids.Add(Special("<|im_end|>"));
                    ids.AddRange(_tokenizer.Encode("\n"));
                }

                AddChatMl(ids, ChatRole.Assistant, "");
                break;
            default:
                AddLlama2(ids, turns, first);
                break;
        }

        return [.. ids];
    }

    private void AddLlama3(List<int> ids, ChatRole role, string text)
    {
        ids.Add(Special("<|start_header_id|>"));
        ids.AddRange(_tokenizer.Encode(NameOf(role)));
        ids.Add(Special("<|end_header_id|>"));
        ids.AddRange(_tokenizer.Encode($"\n\n{text}"));
    }

    private void AddChatMl(List<int> ids, ChatRole role, string text)
    {
        ids.Add(Special("<|im_start|>"));
        ids.AddRange(_tokenizer.Encode($"{NameOf(role)}\n{text}"));
    }

    /// <summary>Every question with its answer is a text of its own, between begin and end (meta-llama/llama, generation.py, chat_completion).</summary>
    private void AddLlama2(List<int> ids, IReadOnlyList<ChatTurn> turns, int first)
    {
        string system = first == 1 ? $"<<SYS>>\n{turns[0].Text}\n<</SYS>>\n\n" : "";
        for (int i = first; i < turns.Count; i += 2)
        {
            string question = $"[INST] {(system + turns[i].Text).Trim()} [/INST]";
            system = "";
            ids.Add(_tokenizer.BeginId);
            if (i + 1 < turns.Count)
            {
                ids.AddRange(_tokenizer.Encode($"{question} {turns[i + 1].Text.Trim()} "));
                ids.Add(_tokenizer.EndId);
            }
            else
            {
                ids.AddRange(_tokenizer.Encode(question));
            }
        }
    }

    private int Special(string name) => _tokenizer.SpecialTokens[name];

    private static string NameOf(ChatRole role) => role switch
    {
        ChatRole.System => "system",
        ChatRole.User => "user",
        ChatRole.Assistant => "assistant",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Unknown role."),
    };
}
