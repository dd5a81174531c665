using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Demonstrations;
using Fdkt.GpuJobs.Releases;
using Fdkt.GpuJobs.Spaces;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Students;
using Fdkt.GpuJobs.Tests.Spaces;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Noise;

namespace Fdkt.GpuJobs.Tests.Releases;

public sealed class ClassSumsTests
{
    private const int Classes = 3;
    private static readonly PublicCorpus Corpus = Clouds.Corpus(300, Classes);
    private static readonly ReleaseView View = new(Corpus.Space, Classes);
    private static readonly ClassSums Table = new(View, Classes);

    [Fact]
    public void Code_AnyState_IsOfLengthOneAtMost()
    {
        float[][] states = [.. Corpus.States, new float[Corpus.Space.Components], [.. Enumerable.Repeat(float.NaN, Corpus.Space.Components)], [.. Enumerable.Repeat(1e20f, Corpus.Space.Components)]];

        Assert.All(states, state => Assert.InRange(View.Code(state).Sum(value => (double)value * value), 0, 1 + 1e-5));
        Assert.Equal(1, View.Code(Corpus.States[0]).Sum(value => (double)value * value), 1e-5);
    }

    [Fact]
    public void Exact_OneRowMore_ChangesOneLineByLengthOne()
    {
        LabelledStates rows = Clouds.Rows(Corpus, 31, Classes, 5);
        double[][] with = Table.Exact(rows), without = Table.Exact(rows.Select([.. Enumerable.Range(0, 30)]));

        double[] changes = [.. with.Zip(without, (a, b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum()))];

        Assert.Equal(1, changes[30 % Classes], 1e-4);
        Assert.All(changes.Where((_, c) => c != 30 % Classes), change => Assert.Equal(0, change));
    }

    [Fact]
    public void Release_ManyTimes_HasTheNoiseThatItStates()
    {
        LabelledStates rows = Clouds.Rows(Corpus, 30, Classes, 5);
        SynthesisPlan plan = Plan(30);
        double[][] exact = Table.Exact(rows);

        double[] noise = [.. Enumerable.Range(0, 60).SelectMany(_ =>
        {
            ReleasedSums sums = Table.Release(rows, plan, CryptographicRandomSource.Shared);
            Assert.True(sums.IsWhole);
            Assert.Equal(plan.NoiseMultiplier, sums.NoiseStandardDeviation);
            return sums.Values.Select((value, i) => value - exact[i / View.Columns][i % View.Columns]);
        })];

        double deviation = Math.Sqrt(noise.Average(value => value * value)) / plan.NoiseMultiplier;
        // 60 × 27 values: the root mean square is within 9 % of the truth but once in a million runs.
        Assert.InRange(deviation, 0.91, 1.09);
    }

    [Fact]
    public void Pool_ClientsOfOneSpace_CountsAllAndSpreadsTheNoise()
    {
        ReleasedSums[] released = [.. Enumerable.Range(0, 8).Select(k => Table.Release(Clouds.Rows(Corpus, 30, Classes, 10 + k), Plan(30), CryptographicRandomSource.Shared))];

        var pooled = TableValues.Pool(Table, released);
        var directions = ClassDirections.Of(View, pooled.Sums, pooled.NoiseVariance);

        Assert.Equal(8 * released[0].NoiseStandardDeviation * released[0].NoiseStandardDeviation, pooled.NoiseVariance, 1e-9);
        // 80 records of each class; the noise of a count is σ√8 / .25, some 7.
        Assert.All(directions.Counts, count => Assert.InRange(count, 40, 120));
        Assert.True(directions.SignalToNoise > 3);
        Assert.Throws<ArgumentException>(() => TableValues.Pool(Table, [released[0], released[1] with { Space = "another" }]));
    }

    [Fact]
    public void Find_PooledSums_FindsPublicTextsOfTheClass()
    {
        ReleasedSums[] released = [.. Enumerable.Range(0, 8).Select(k => Table.Release(Clouds.Rows(Corpus, 30, Classes, 10 + k), Plan(30), CryptographicRandomSource.Shared))];

        LabelledStates found = ReleasedTexts.Find(Corpus, Table, TableValues.Pool(Table, released), 0.8);

        double right = found.Examples.Average(text => text.Text.Contains($"class {text.Label} ", StringComparison.Ordinal) ? 1.0 : 0.0);
        Assert.True(right > 0.9, $"{right:0.00}");
        Assert.InRange(found.Count, 200, 260);
    }

    [Fact]
    public void Without_OwnRows_IsWhatTheyWouldHaveFoundHadTheyNotBeenThere()
    {
        LabelledStates own = Clouds.Rows(Corpus, 12, Classes, 20), others = Clouds.Rows(Corpus, 60, Classes, 21);
        int[] heldOut = [0, 1, 2, 3];
        var source = new ReleasedTexts(Corpus, Table, new TableValues(Table.Exact(own.Concat(others)), 0), own, 0.8);

        LabelledStates left = ReleasedTexts.Find(Corpus, Table, new TableValues(Table.Exact(own.Select([.. Enumerable.Range(4, 8)]).Concat(others)), 0), 0.8);

        Assert.Equal(left.Examples, source.Without(heldOut).Examples);
    }

    [Fact]
    public void Read_ClassWithoutASum_ClaimsNoText()
    {
        double[][] sums = Table.Exact(Clouds.Rows(Corpus, 30, Classes, 5));
        Array.Clear(sums[2]);

        TextChoice choice = TextChoice.By(Corpus, Classes, Table.Read(sums, 0));

        Assert.DoesNotContain(2, choice.Labels);
    }

    [Fact]
    public void Release_Votes_CountsRecordsByTopicUnderTheirOwnNoise()
    {
        LabelledStates rows = Clouds.Rows(Corpus, 90, Classes, 5);
        SynthesisPlan plan = Plan(90, PrivacyMechanism.Votes);
        var table = new TopicTable(Corpus, 12, Classes);

        ReleasedSums sums = table.Release(rows, plan, CryptographicRandomSource.Shared);
        LabelledStates found = ReleasedTexts.Find(Corpus, table, TableValues.Pool(table, [sums]), 0.8);

        Assert.True(sums.IsWhole);
        Assert.Equal(90, table.Exact(rows).Sum(line => line.Sum()));
        Assert.True(found.Examples.Average(text => text.Text.Contains($"class {text.Label} ", StringComparison.Ordinal) ? 1.0 : 0.0) > 0.7);
    }

    private static SynthesisPlan Plan(int records, PrivacyMechanism mechanism = PrivacyMechanism.ClassMeans) =>
        SynthesisStage.Plan(new PrivacySection(Epsilon: 8, Mechanism: mechanism), new SynthesisSection(), records, Classes, 1);
}
