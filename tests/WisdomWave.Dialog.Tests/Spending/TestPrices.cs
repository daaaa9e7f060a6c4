namespace WisdomWave.Dialog.Tests.Spending;

/// <summary>Of the test's model: a thousandth for a token of a prompt, two for one of an answer.</summary>
internal static class TestPrices
{
    public static string[] Settings { get; } = ["--Models:0:Name=test-model", "--Models:0:InputPrice=1000", "--Models:0:OutputPrice=2000"];
}
