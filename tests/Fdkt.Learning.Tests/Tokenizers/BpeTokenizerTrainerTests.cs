using Fdkt.Learning.Tokenizers;

namespace Fdkt.Learning.Tests.Tokenizers;

public sealed class BpeTokenizerTrainerTests
{
    [Fact]
    public void Train_KnownWords_MergesTheMostFrequentPairFirst()
    {
        // Sennrich et al. 2016, §3.2: low ×5, lower ×2, newest ×6, widest ×3 (here without end-of-word marks).
        IEnumerable<string> texts = Words(("low", 5), ("lower", 2), ("newest", 6), ("widest", 3));

        BpeTextTokenizer tokenizer = BpeTokenizerTrainer.Train(texts, BpeVocabulary.BaseSize + 4, 1);

        // "e s" 9 and "s t" 9: the tie goes to the smaller ids; then "es t" 9, "l o" 7, "lo w" 7.
        Assert.Equal(["es", "est", "lo", "low"], Enumerable.Range(BpeVocabulary.BaseSize, 4).Select(id => tokenizer.Decode([id])));
    }

    [Fact]
    public void Train_AnyText_AgreesWithRecountingAfterEveryMerge()
    {
        var random = new Random(7);
        string[] texts = [.. Enumerable.Range(0, 60).Select(_ => string.Concat(Enumerable.Range(0, 40).Select(_ => "aabbcd "[random.Next(7)])))];

        BpeTextTokenizer tokenizer = BpeTokenizerTrainer.Train(texts, BpeVocabulary.BaseSize + 60, 2);

        Assert.Equal(NaiveMerges(texts, 60), tokenizer.Vocabulary.Merges.Take(60).Select(merge => (merge.Left, merge.Right)));
    }

    [Fact]
    public void Train_TextsInAnotherOrder_SameMerges()
    {
        string[] texts = ["one two three two one", "three three four", "four five one six"];

        Assert.Equal(
            BpeTokenizerTrainer.Train(texts, 300, 1).Vocabulary.Merges,
            BpeTokenizerTrainer.Train(texts.Reverse(), 300, 1).Vocabulary.Merges);
    }

    [Fact]
    public void Train_MinimumCount_RarerPairsStayApart()
    {
        BpeTextTokenizer tokenizer = BpeTokenizerTrainer.Train(Words(("xy", 3), ("zw", 2)), 300, 3);

        Assert.Equal(BpeVocabulary.BaseSize + 1, tokenizer.VocabularySize);
        Assert.Single(tokenizer.Encode("xy"));
        Assert.Equal(2, tokenizer.Encode("zw").Length);
    }

    [Fact]
    public void Train_NoTexts_GivesTheBytes() =>
        Assert.Equal(BpeVocabulary.BaseSize, BpeTokenizerTrainer.Train([], 1000, 1).VocabularySize);

    [Theory]
    [InlineData(258, 1)]
    [InlineData(300, 0)]
    public void Train_NumberBelowBound_Throws(int vocabularySize, int minimumCount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BpeTokenizerTrainer.Train([], vocabularySize, minimumCount));

    private static IEnumerable<string> Words(params (string Word, int Count)[] words) =>
        words.SelectMany(word => Enumerable.Repeat(word.Word, word.Count));

    private static List<(int, int)> NaiveMerges(string[] texts, int count)
    {
        var words = new List<List<int>>();
        foreach (string text in texts)
        {
            foreach (System.Text.RegularExpressions.ValueMatch match in WordSplitter.Split(text))
            {
                words.Add([.. text.Substring(match.Index, match.Length).Select(c => c + 3)]);
            }
        }

        var merges = new List<(int, int)>();
        var names = Enumerable.Range(0, 256).ToDictionary(b => ((char)b).ToString(), b => b + 3);
        var texts2 = names.ToDictionary(pair => pair.Value, pair => pair.Key);
        while (merges.Count < count)
        {
            var counts = words.SelectMany(word => word.Zip(word.Skip(1))).GroupBy(pair => pair).ToDictionary(group => group.Key, group => group.Count());
            if (counts.Count == 0 || counts.Values.Max() < 2)
            {
                break;
            }

            (int left, int right) = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.First).ThenBy(pair => pair.Key.Second).First().Key;
            string joined = texts2[left] + texts2[right];
            if (!names.TryGetValue(joined, out int result))
            {
                result = names.Count + 3;
                names.Add(joined, result);
                texts2.Add(result, joined);
            }

            merges.Add((left, right));
            foreach (List<int> word in words)
            {
                for (int i = 0; i + 1 < word.Count; i++)
                {
                    if (word[i] == left && word[i + 1] == right)
                    {
                        word[i] = result;
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return merges;
    }
}
