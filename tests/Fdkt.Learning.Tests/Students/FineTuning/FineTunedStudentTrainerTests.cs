using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Students;
using Fdkt.Learning.Students.FineTuning;
using Fdkt.Learning.Tests.PublicModels;
using Fdkt.Learning.Tests.TextStates;
using Fdkt.Learning.TextStates;
using TorchSharp;

namespace Fdkt.Learning.Tests.Students.FineTuning;

/// <summary>Every student here is trained for real, from a checkpoint of random weights.</summary>
public sealed class FineTunedStudentTrainerTests : IDisposable
{
    private static readonly Example[] Test = TopicTexts.Rows(120, 77);

    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-student-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bert", TuningMethod.Full, null)]
    [InlineData("bert", TuningMethod.Full, StatePooling.First)]
    [InlineData("bert", TuningMethod.Lora, null)]
    [InlineData("llama", TuningMethod.Full, null)]
    [InlineData("llama", TuningMethod.Full, StatePooling.Mean)]
    [InlineData("llama", TuningMethod.Lora, null)]
    [InlineData("qwen2", TuningMethod.Full, null)]
    [InlineData("gpt2", TuningMethod.Full, null)]
    public void Train_SeparableTask_IsLearnt(string kind, TuningMethod method, StatePooling? pooling)
    {
        FineTunedStudentTrainer trainer = Trainer(kind, Options with { Method = method, Pooling = pooling });

        using IStudent student = Train(trainer, TopicTexts.Rows(120, 6), TopicTexts.Rows(60, 5));

        Assert.InRange(Accuracy(student), 0.9, 1);
    }

    [Theory]
    [InlineData("bert", TuningMethod.Full)]
    [InlineData("llama", TuningMethod.Lora)]
    public void Train_LabelsShuffled_IsNotLearnt(string kind, TuningMethod method)
    {
        FineTunedStudentTrainer trainer = Trainer(kind, Options with { Method = method });

        using IStudent student = Train(trainer, Shuffled(TopicTexts.Rows(120, 6), 1), Shuffled(TopicTexts.Rows(60, 5), 2));

        Assert.InRange(Accuracy(student), 0, 0.7);
    }

    [Fact]
    public void Train_ReceivedTextAlone_Helps()
    {
        FineTunedStudentTrainer trainer = Trainer("bert", Options);
        Example[] few = TopicTexts.Rows(6, 5);

        using IStudent alone = Train(trainer, [], few);
        using IStudent both = Train(trainer, TopicTexts.Rows(240, 6), few);
        using IStudent received = Train(trainer, TopicTexts.Rows(240, 6), []);

        Assert.True(Accuracy(both) > Accuracy(alone) + 0.1, $"{Accuracy(both)} and {Accuracy(alone)} alone");
        Assert.InRange(Accuracy(received), 0.9, 1);
    }

    [Fact]
    public void Train_ReceivedTextOfRandomLabels_IsSetAside()
    {
        FineTunedStudentTrainer trainer = Trainer("bert", Options);
        Example[] rows = TopicTexts.Rows(90, 5);

        using var student = (FineTunedStudent)Train(trainer, Shuffled(TopicTexts.Rows(240, 6), 1), rows);

        // No pass over such text is better than none, which is a head that knows nothing.
        Assert.InRange(student.ReceivedLoss, 0.6, 1.3);
        Assert.True(student.ValidationLoss < student.ReceivedLoss);
        Assert.InRange(Accuracy(student), 0.9, 1);
    }

    [Fact]
    public void Train_SameSeed_GivesTheSameStudent()
    {
        FineTunedStudentTrainer trainer = Trainer("bert", Options with { OwnEpochs = 2 });
        string[] texts = [.. Test.Take(5).Select(row => row.Text)];

        using IStudent one = Train(trainer, TopicTexts.Rows(30, 1), TopicTexts.Rows(30, 2));
        using IStudent two = Train(trainer, TopicTexts.Rows(30, 1), TopicTexts.Rows(30, 2));
        using IStudent other = trainer.Train(TopicTexts.Rows(30, 1), TopicTexts.Rows(30, 2), TopicTexts.Classes, 8, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(one.Predict(texts, TestContext.Current.CancellationToken), two.Predict(texts, TestContext.Current.CancellationToken));
        Assert.NotEqual(one.Predict(texts, TestContext.Current.CancellationToken), other.Predict(texts, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Train_RareClass_StaysPredictable()
    {
        Example[] rows = [.. TopicTexts.Rows(90, 1).Where(row => row.Label != 2), .. TopicTexts.Rows(30, 2).Where(row => row.Label == 2)];

        using IStudent student = Train(Trainer("bert", Options with { OwnEpochs = 20 }), [], rows);

        double[][] predicted = student.Predict([.. Test.Where(row => row.Label == 2).Select(row => row.Text)], TestContext.Current.CancellationToken);
        Assert.InRange(predicted.Count(p => p[2] == p.Max()) / (double)predicted.Length, 0.6, 1);
    }

    [Fact]
    public void Train_OneRowOfEachClass_TrainsWithoutValidation()
    {
        using var student = (FineTunedStudent)Train(Trainer("bert", Options), [], TopicTexts.Rows(3, 1));

        Assert.True(double.IsNaN(student.ValidationLoss));
        Assert.All(student.Predict(["goal", ""], TestContext.Current.CancellationToken), p => Assert.Equal(1, p.Sum(), 1e-6));
    }

    [Fact]
    public void Train_EarlyEnd_ReadsNoMoreThanWasSaid()
    {
        FineTunedStudentTrainer trainer = Trainer("bert", Options with { OwnEpochs = 40, Patience = 1 });
        var read = new List<long>();

        using IStudent student = trainer.Train(TopicTexts.Rows(60, 1), TopicTexts.Rows(60, 2), TopicTexts.Classes, 7, read.Add, TestContext.Current.CancellationToken);

        Assert.Equal(read.Order(), read);
        Assert.InRange(read[^1], 60 + 48, trainer.TextsRead(60, 60) - 1);
    }

    [Fact]
    public void Train_Cancelled_Stops()
    {
        FineTunedStudentTrainer trainer = Trainer("bert", Options);
        using var stop = new CancellationTokenSource();
        long last = 0;

        Assert.Throws<OperationCanceledException>(() => trainer.Train(
            TopicTexts.Rows(60, 1), TopicTexts.Rows(60, 2), TopicTexts.Classes, 7,
            read =>
            {
                last = read;
                stop.Cancel();
            },
            stop.Token));

        Assert.Equal(Options.BatchSize, last);
    }

    [Fact]
    public void Train_Again_LeavesNoTensorBehind()
    {
        FineTunedStudentTrainer trainer = Trainer("bert", Options with { OwnEpochs = 1, Method = TuningMethod.Lora });
        using IStudent first = Train(trainer, [], TopicTexts.Rows(12, 1));
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        using (IStudent student = Train(trainer, TopicTexts.Rows(12, 3), TopicTexts.Rows(12, 1)))
        {
            student.Predict(["goal"], TestContext.Current.CancellationToken);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Train_RateThatBlowsUp_SaysWhatToChange()
    {
        FineTunedStudentTrainer trainer = Trainer("bert", Options with { LearningRate = 1e38 });

        StudentTrainingException error = Assert.Throws<StudentTrainingException>(() => Train(trainer, [], TopicTexts.Rows(60, 1)));

        Assert.Contains("learning rate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_FirstTokenOfALanguageModel_SaysWhatToTake() => Assert.Contains(
        "last or mean", Assert.Throws<StudentTrainingException>(() => Trainer("llama", Options with { Pooling = StatePooling.First })).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_WeightsCutShort_NamesTheFile()
    {
        TinyCheckpoints.Write("bert", _folder);
        string weights = Path.Combine(_folder, "model.safetensors");
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..5_000]);

        Assert.Equal(weights, Assert.Throws<CheckpointException>(() => new FineTunedStudentTrainer(Options with { Folder = _folder })).File);
    }

    [Fact]
    public void Create_ValueThatIsNoNumber_IsSaidAtTraining()
    {
        TinyCheckpoints.Write("bert", _folder);
        string weights = Path.Combine(_folder, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(weights);
        BitConverter.GetBytes(float.NaN).CopyTo(bytes, bytes.Length - 4);
        File.WriteAllBytes(weights, bytes);
        var trainer = new FineTunedStudentTrainer(Options with { Folder = _folder });

        Assert.Equal("bert.pooler.dense.bias", Assert.Throws<CheckpointException>(() => Train(trainer, [], TopicTexts.Rows(30, 1))).Tensor);
    }

    // A checkpoint of random weights needs larger steps than a published one.
    private FineTuningOptions Options => new() { Folder = _folder, LearningRate = 2e-3, BatchSize = 8, ReceivedEpochs = 3, OwnEpochs = 10, MaximumTokens = 32 };

    private FineTunedStudentTrainer Trainer(string kind, FineTuningOptions options)
    {
        TinyCheckpoints.Write(kind, _folder);
        return new FineTunedStudentTrainer(options);
    }

    private static IStudent Train(FineTunedStudentTrainer trainer, IReadOnlyList<Example> received, IReadOnlyList<Example> own) =>
        trainer.Train(received, own, TopicTexts.Classes, 7, cancellationToken: TestContext.Current.CancellationToken);

    private static Example[] Shuffled(Example[] rows, int seed)
    {
        int[] labels = [.. rows.Select(row => row.Label)];
        new Random(seed).Shuffle(labels);
        return [.. rows.Select((row, i) => row with { Label = labels[i] })];
    }

    private static double Accuracy(IStudent student) =>
        student.Predict([.. Test.Select(row => row.Text)], TestContext.Current.CancellationToken).Zip(Test).Average(pair => Array.IndexOf(pair.First, pair.First.Max()) == pair.Second.Label ? 1.0 : 0);
}
