using System.Text;
using Fdkt.Learning.Augmentation;
using Fdkt.ServerModels.Sequences;

namespace Fdkt.ServerModels.Tests.Sequences;

/// <summary>A model of bytes whose replies a test writes; it holds its user to the rules of the port.</summary>
/// <param name="reply">The reply to a prompt.</param>
/// <param name="batch">Most tokens that one batch reads.</param>
/// <param name="contextLength">Most tokens of a sequence.</param>
internal sealed class ScriptedModel(Func<string, string> reply, int batch = 64, int contextLength = 4096) : ISequenceModel
{
    private readonly List<Sequence> _open = [];

    public int ContextLength => contextLength;

    public bool HasFormat { get; init; } = true;

    public int Inferences { get; private set; }

    public int MostAtATime { get; private set; }

    public int Open => _open.Count;

    public bool IsDisposed { get; private set; }

    public List<WritingOptions> Options { get; } = [];

    public string? Format(ChatPrompt prompt) => HasFormat ? $"<s>{prompt.System}<u>{prompt.User}<a>" : null;

    public IReadOnlyList<int> Tokenize(string text) => [.. Encoding.UTF8.GetBytes(text).Select(value => (int)value)];

    public ISequence Begin(IReadOnlyList<int> tokens, WritingOptions options)
    {
        var sequence = new Sequence(this, tokens);
        _open.Add(sequence);
        Options.Add(options);
        MostAtATime = Math.Max(MostAtATime, _open.Count);
        return sequence;
    }

    public Task InferAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Assert.DoesNotContain(_open, sequence => sequence.IsReady);
        Assert.Contains(_open, sequence => sequence.Unread > 0);
        int room = batch;
        Inferences++;
        foreach (Sequence sequence in _open)
        {
            room -= sequence.Read(room);
        }

        return Task.CompletedTask;
    }

    public void Dispose() => IsDisposed = true;

    private sealed class Sequence(ScriptedModel model, IReadOnlyList<int> prompt) : ISequence
    {
        private readonly byte[] _reply = Encoding.UTF8.GetBytes(model._reply(Encoding.UTF8.GetString([.. prompt.Select(token => (byte)token)])));
        private int _drawn, _length = prompt.Count;

        public int Unread { get; private set; } = prompt.Count;

        public bool IsReady { get; private set; }

        public int Read(int room)
        {
            int read = Math.Min(room, Unread);
            Unread -= read;
            IsReady = read > 0 && Unread == 0;
            return read;
        }

        public int? Sample()
        {
            Assert.True(IsReady);
            IsReady = false;
            return _drawn < _reply.Length ? _reply[_drawn++] : null;
        }

        public void Append(int token)
        {
            Assert.Equal(_reply[_drawn - 1], token);
            Assert.True(++_length <= model.ContextLength);
            Unread++;
        }

        public string Decode(IReadOnlyList<int> tokens) => Encoding.UTF8.GetString([.. tokens.Select(token => (byte)token)]);

        public void Dispose() => model._open.Remove(this);
    }

    private readonly Func<string, string> _reply = reply;
}
