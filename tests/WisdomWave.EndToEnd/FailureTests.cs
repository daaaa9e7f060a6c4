using WisdomWave.Playground.Faults;

namespace WisdomWave.EndToEnd;

/// <summary>
/// What a person reads when the model's provider fails, through all services. One that is away or silent is waited for, which
/// would take minutes here: dialog's tests have its words.
/// </summary>
public sealed class FailureTests(PlaygroundApplication application) : SharedApplicationTest(application)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("context_length_exceeded", "Our conversation no longer fits into the model.", "Наш разговор больше не помещается в модель.")]
    [InlineData("insufficient_quota", "The bot's account with the model's provider is used up.", "На счёте бота у провайдера модели закончились средства.")]
    [InlineData("rate_limit_exceeded", "Too many questions at once for the model.", "Слишком много вопросов к модели сразу.")]
    [InlineData("invalid_api_key", "The model's provider does not accept this bot's key.", "Провайдер модели не принимает ключ этого бота.")]
    [InlineData("model_not_found", "The provider does not have the model that this bot is set to.", "У провайдера нет модели, на которую настроен этот бот.")]
    public Task AnErrorIsOneSentence(string code, string english, string russian) =>
        ReadAsync(new ModelFault { Code = code, RetryAfter = 90 }, "", english, russian);

    [Theory]
    [InlineData(ModelFaultKind.Refusal, "", "The model refused to answer this.", "Модель отказалась на это отвечать.")]
    [InlineData(ModelFaultKind.Cut, "Hello! I am", "⚠️ The connection to the model broke off; this is what came.", "⚠️ Связь с моделью оборвалась; вот что успело прийти.")]
    [InlineData(ModelFaultKind.Reset, "Hello! I am", "⚠️ The connection to the model broke off; this is what came.", "⚠️ Связь с моделью оборвалась; вот что успело прийти.")]
    [InlineData(ModelFaultKind.StreamError, "Hello! I am", "⚠️ The connection to the model broke off; this is what came.", "⚠️ Связь с моделью оборвалась; вот что успело прийти.")]
    [InlineData(ModelFaultKind.Length, "Hello! I am", "✂️ The answer reached its length limit.", "✂️ Ответ достиг предела длины.")]
    [InlineData(ModelFaultKind.ContentFilter, "Hello! I am", "⚠️ The provider's filter cut this answer short.", "⚠️ Фильтр провайдера оборвал этот ответ.")]
    public Task WhatCameOfAnAnswerStaysAndIsMarked(ModelFaultKind kind, string came, string english, string russian) =>
        ReadAsync(new ModelFault { Kind = kind }, came, english, russian);

    private async Task ReadAsync(ModelFault fault, string came, string english, string russian)
    {
        foreach (var (language, words) in ((string, string)[])[("en", english), ("ru", russian)])
        {
            var person = await Shared.Playground.AddPersonAsync("Max", language, Token);
            await Shared.Playground.FailAsync(fault with { Contains = $"hello {person.Id}" }, Token);
            await person.SayAsync($"hello {person.Id}", cancellationToken: Token);

            var answer = await person.ReadAnswerAsync(message => message.Text?.Contains(words, StringComparison.Ordinal) == true, Token);

            Assert.StartsWith(came.Length > 0 ? came : words, answer.Text, StringComparison.Ordinal);
        }
    }
}
