using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Tests.Stages;

/// <summary>A training stage whose student is a small checkpoint of random weights, trained for real.</summary>
public sealed class CheckpointStudentTests : IDisposable
{
    private const int Classes = 3;

    private static readonly string[] Common = ["the", "a", "of", "with", "new"];

    private readonly TemporaryFolder _folder = new();

    public CheckpointStudentTests() => TinyEncoder.Write(Path.Combine(_folder.Path, "bert"), Rows(200, 1).SelectMany(row => row.Text.Split(' ')).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Run_EveryMethod_TrainsTheCheckpointAndSaysHowFarItIs()
    {
        var progress = new RecordingProgress();
        ClientTrainingStage stage = Stage(new StudentSection("bert", LearningRate: 2e-3, Epochs: 12, BatchSize: 8, MaximumTokens: 32), progress);

        Score alone = stage.Run(Comparison.PrivateOnly, [], TestContext.Current.CancellationToken).Score;
        Score labelled = stage.Run(Comparison.SelfTraining, Rows(60, 4), TestContext.Current.CancellationToken).Score;
        TrainingResult fdkt = stage.Run(Comparison.Fdkt, Rows(60, 4), TestContext.Current.CancellationToken);

        Assert.InRange(alone.Accuracy, 0.9, 1);
        Assert.InRange(labelled.Accuracy, 0.9, 1);
        Assert.InRange(fdkt.Score.Accuracy, 0.9, 1);
        Assert.NotNull(fdkt.ClientFilter);
        Assert.Equal(
            ["start one: fine-tune, Private only", "start one: label, self-training", "start one: fine-tune, Self-training", "start one: fine-tune, FDKT"],
            progress.Lines.Where(line => line.StartsWith("start", StringComparison.Ordinal)));
    }

    [Fact]
    public void Of_FolderThatIsNotThere_NamesTheField()
    {
        RoundFileException error = Assert.Throws<RoundFileException>(() => Trainer(new StudentSection("no-such-model")));

        Assert.Equal("training.student.checkpoint", error.Path);
        Assert.Contains(Path.Combine(_folder.Path, "no-such-model"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_WeightsMissing_NamesTheFile()
    {
        File.Delete(Path.Combine(_folder.Path, "bert", "model.safetensors"));

        Assert.EndsWith("model.safetensors", Assert.Throws<CheckpointException>(() => Trainer(new StudentSection("bert"))).File, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NoStudent_IsTheLinearClassifier()
    {
        IStudentTrainer trainer = StudentTrainers.Of(new TrainingSection(), _folder.Path);

        Assert.IsType<LinearStudentTrainer>(trainer);
        Assert.Equal(0, trainer.TextsRead(100, 100));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Each class has words of its own among shared ones.</summary>
    private static Example[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new Example(
            string.Join(' ', Enumerable.Range(0, 9).Select(k => k % 2 == 0 ? $"w{(char)('a' + (i % Classes))}{(char)('a' + random.Next(6))}" : Common[random.Next(Common.Length)])), i % Classes))];
    }

    private IStudentTrainer Trainer(StudentSection student) => StudentTrainers.Of(new TrainingSection(Student: student), _folder.Path);

    private ClientTrainingStage Stage(StudentSection student, RecordingProgress progress) => new(
        SampleRound.Model, Rows(60, 2), Rows(90, 3), Classes, SampleRound.Augmentation, new TrainingSection(Student: student), Trainer(student), seed: 1)
    {
        Progress = progress,
        Title = "one",
    };
}
