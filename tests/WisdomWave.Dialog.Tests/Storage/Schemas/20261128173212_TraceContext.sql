-- A database of the schema 20261128173212_TraceContext: its tables, its migration history and some rows of each table.
-- Never change it: databases of that version look like this.
PRAGMA foreign_keys=OFF;
CREATE TABLE "Access" (
    "BotId" INTEGER NOT NULL,
    "Id" INTEGER NOT NULL,
    "IsAllowed" INTEGER NOT NULL, "IsAdmin" INTEGER NOT NULL DEFAULT 0, "IsEarlier" INTEGER NOT NULL DEFAULT 0, "Name" TEXT NULL, "Since" INTEGER NULL,
    CONSTRAINT "PK_Access" PRIMARY KEY ("BotId", "Id")
);
INSERT INTO "Access" VALUES(0,6,1,1,0,'Ann',1795824000000);
INSERT INTO "Access" VALUES(7,-100,1,0,1,NULL,NULL);
CREATE TABLE "BotStarts" (
    "BotId" INTEGER NOT NULL CONSTRAINT "PK_BotStarts" PRIMARY KEY,
    "Version" TEXT NOT NULL,
    "ToldAt" INTEGER NOT NULL
);
INSERT INTO "BotStarts" VALUES(7,'1.2.3',1795824000000);
CREATE TABLE "ChatSettings" (
    "BotId" INTEGER NOT NULL,
    "ChatId" INTEGER NOT NULL,
    "Language" TEXT NULL,
    "Model" TEXT NULL,
    "ReadyPersona" TEXT NULL,
    "OwnPersona" TEXT NULL,
    "Style" TEXT NOT NULL,
    "Warnings" TEXT NOT NULL,
    "IsShared" INTEGER NOT NULL, "Extras" TEXT NULL,
    CONSTRAINT "PK_ChatSettings" PRIMARY KEY ("BotId", "ChatId")
);
INSERT INTO "ChatSettings" VALUES(7,5,'en',NULL,NULL,'You are a gardener.','Whole','Never',0,NULL);
INSERT INTO "ChatSettings" VALUES(7,-100,'ru','test-model','teacher',NULL,'Edits','OncePerDialogue',1,'{}');
CREATE TABLE "Claims" (
    "BotId" INTEGER NOT NULL CONSTRAINT "PK_Claims" PRIMARY KEY,
    "Username" TEXT NOT NULL,
    "Code" TEXT NOT NULL
);
INSERT INTO "Claims" VALUES(70,'other_bot','not-a-real-code');
CREATE TABLE "Conversations" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Conversations" PRIMARY KEY AUTOINCREMENT,
    "BotId" INTEGER NOT NULL,
    "ChatId" INTEGER NOT NULL,
    "ChatKind" TEXT NOT NULL,
    "TopicId" INTEGER NOT NULL,
    "UserId" INTEGER NOT NULL,
    "WindowStart" INTEGER NOT NULL,
    "TrimNoticed" INTEGER NOT NULL
);
INSERT INTO "Conversations" VALUES(1,7,5,'Private',0,5,0,1);
INSERT INTO "Conversations" VALUES(2,7,-100,'Group',3,0,3,0);
CREATE TABLE "DeliveredParts" (
    "TurnSequence" INTEGER NOT NULL,
    "Part" INTEGER NOT NULL,
    "MessageId" INTEGER NOT NULL,
    "State" TEXT NOT NULL,
    CONSTRAINT "PK_DeliveredParts" PRIMARY KEY ("TurnSequence", "Part"),
    CONSTRAINT "FK_DeliveredParts_Turns_TurnSequence" FOREIGN KEY ("TurnSequence") REFERENCES "Turns" ("Sequence") ON DELETE CASCADE
);
INSERT INTO "DeliveredParts" VALUES(1,0,11,'Last');
INSERT INTO "DeliveredParts" VALUES(5,0,19,'Placeholder');
CREATE TABLE "Forgettings" (
    "Sequence" INTEGER NOT NULL CONSTRAINT "PK_Forgettings" PRIMARY KEY,
    "ConversationId" INTEGER NOT NULL,
    "PersonId" INTEGER NOT NULL,
    "ForgottenAt" INTEGER NOT NULL,
    "TrimNoticed" INTEGER NOT NULL,
    "IsUndone" INTEGER NOT NULL,
    CONSTRAINT "FK_Forgettings_Conversations_ConversationId" FOREIGN KEY ("ConversationId") REFERENCES "Conversations" ("Id") ON DELETE CASCADE
);
INSERT INTO "Forgettings" VALUES(4,2,6,1795824030000,1,0);
CREATE TABLE "Inbox" (
    "BotId" INTEGER NOT NULL,
    "UpdateId" INTEGER NOT NULL,
    "TurnId" BLOB NOT NULL, "TakenAt" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "PK_Inbox" PRIMARY KEY ("BotId", "UpdateId")
);
INSERT INTO "Inbox" VALUES(7,1001,X'019AC0DE000070008000000000000001',1795824000000);
CREATE TABLE "Pins" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Pins" PRIMARY KEY AUTOINCREMENT,
    "ConversationId" INTEGER NOT NULL,
    "MessageId" INTEGER NOT NULL,
    "Text" TEXT NOT NULL, "ForgottenIn" INTEGER NULL, "PersonId" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "FK_Pins_Conversations_ConversationId" FOREIGN KEY ("ConversationId") REFERENCES "Conversations" ("Id") ON DELETE CASCADE
);
INSERT INTO "Pins" VALUES(1,1,20,'Answers are about fruit.',NULL,5);
INSERT INTO "Pins" VALUES(2,2,22,'Secret',4,6);
CREATE TABLE "Redeliveries" (
    "TurnSequence" INTEGER NOT NULL CONSTRAINT "PK_Redeliveries" PRIMARY KEY,
    "Times" INTEGER NOT NULL,
    "Progress" INTEGER NOT NULL,
    CONSTRAINT "FK_Redeliveries_Turns_TurnSequence" FOREIGN KEY ("TurnSequence") REFERENCES "Turns" ("Sequence") ON DELETE CASCADE
);
INSERT INTO "Redeliveries" VALUES(5,1,1);
CREATE TABLE "Strangers" (
    "BotId" INTEGER NOT NULL,
    "PersonId" INTEGER NOT NULL,
    "ToldAt" INTEGER NOT NULL, "AskedAt" INTEGER NULL, "Language" TEXT NULL, "Name" TEXT NULL,
    CONSTRAINT "PK_Strangers" PRIMARY KEY ("BotId", "PersonId")
);
INSERT INTO "Strangers" VALUES(0,8,1795824000000,1795824000001,'ru','Боб');
CREATE TABLE "Turns" (
    "Sequence" INTEGER NOT NULL CONSTRAINT "PK_Turns" PRIMARY KEY AUTOINCREMENT,
    "Id" BLOB NOT NULL,
    "ConversationId" INTEGER NOT NULL,
    "State" INTEGER NOT NULL,
    "Remembered" INTEGER NOT NULL,
    "Forgotten" INTEGER NOT NULL,
    "MessageId" INTEGER NOT NULL,
    "Question" TEXT NOT NULL,
    "QuestionTokens" INTEGER NOT NULL,
    "Language" TEXT NULL,
    "Answer" TEXT NULL,
    "AnswerTokens" INTEGER NOT NULL,
    "Footnote" TEXT NULL,
    "Failure" TEXT NULL,
    "Model" TEXT NULL,
    "Source" TEXT NULL,
    "InputTokens" INTEGER NOT NULL,
    "CachedInputTokens" INTEGER NOT NULL,
    "OutputTokens" INTEGER NOT NULL,
    "AcceptedAt" INTEGER NOT NULL,
    "CompletedAt" INTEGER NULL, "Circumstances" TEXT NULL, "Extras" TEXT NULL, "Fresh" INTEGER NOT NULL DEFAULT 0, "IsQuestion" INTEGER NOT NULL DEFAULT 0, "PersonId" INTEGER NOT NULL DEFAULT 0, "PersonName" TEXT NULL, "Attachments" TEXT NULL, "Parts" TEXT NULL, "Restarts" INTEGER NOT NULL DEFAULT 0, "ForgottenIn" INTEGER NULL, "Trace" TEXT NULL,
    CONSTRAINT "FK_Turns_Conversations_ConversationId" FOREIGN KEY ("ConversationId") REFERENCES "Conversations" ("Id") ON DELETE CASCADE
);
INSERT INTO "Turns" VALUES(1,X'019AC0DE000070008000000000000001',1,2,1,0,10,'Which fruit is yellow?',6,'en','A banana, it''s yellow.',7,'*Note*',NULL,'test-model','Provider',20,4,7,1795824000000,1795824002000,NULL,'{"Buttons":null,"Documents":null,"Quote":"\u003E thinking"}',1,1,5,NULL,NULL,NULL,2,NULL,NULL);
INSERT INTO "Turns" VALUES(2,X'019AC0DE000070008000000000000002',1,2,0,0,12,'/usage',0,'en','Today: nothing.',0,NULL,NULL,NULL,NULL,0,0,0,1795824010000,1795824010001,'{"IsAdmin":false}',NULL,0,0,5,NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "Turns" VALUES(3,X'019AC0DE000070008000000000000003',2,2,1,1,14,'Забудь это',4,'ru','Хорошо.',3,NULL,NULL,'test-model','Cache',0,0,0,1795824020000,1795824020002,NULL,NULL,0,1,6,'Ann',NULL,NULL,0,4,NULL);
INSERT INTO "Turns" VALUES(4,X'019AC0DE000070008000000000000004',2,2,0,0,16,'/forget',0,'ru','Забыто.',0,NULL,NULL,NULL,NULL,0,0,0,1795824030000,1795824030002,NULL,NULL,0,0,6,NULL,NULL,NULL,0,NULL,NULL);
INSERT INTO "Turns" VALUES(5,X'019AC0DE000070008000000000000005',1,1,0,0,18,'Read this',0,'en','The model cannot be reached.',0,NULL,'Unavailable',NULL,NULL,0,0,0,1795824040000,1795824040002,NULL,NULL,0,1,5,NULL,'[]','[]',0,NULL,'00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01');
CREATE TABLE "Usage" (
    "BotId" INTEGER NOT NULL,
    "ChatId" INTEGER NOT NULL,
    "PersonId" INTEGER NOT NULL,
    "Day" INTEGER NOT NULL,
    "Model" TEXT NOT NULL,
    "CachedInputTokens" INTEGER NOT NULL,
    "CachedQuestions" INTEGER NOT NULL,
    "CachedTokens" INTEGER NOT NULL,
    "CostNanos" INTEGER NOT NULL,
    "InputTokens" INTEGER NOT NULL,
    "OutputTokens" INTEGER NOT NULL,
    "Questions" INTEGER NOT NULL,
    "SavedNanos" INTEGER NOT NULL,
    CONSTRAINT "PK_Usage" PRIMARY KEY ("BotId", "ChatId", "PersonId", "Day", "Model")
);
INSERT INTO "Usage" VALUES(7,5,5,20000,'test-model',4,1,9,1250000000,20,7,3,5);
CREATE TABLE "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
INSERT INTO "__EFMigrationsHistory" VALUES('20261128110000_Initial','10.0.15');
INSERT INTO "__EFMigrationsHistory" VALUES('20261128173212_TraceContext','10.0.15');
CREATE UNIQUE INDEX "IX_Conversations_BotId_ChatId_TopicId_UserId" ON "Conversations" ("BotId", "ChatId", "TopicId", "UserId");
CREATE INDEX "IX_Turns_ConversationId_Sequence" ON "Turns" ("ConversationId", "Sequence");
CREATE UNIQUE INDEX "IX_Turns_Id" ON "Turns" ("Id");
CREATE INDEX "IX_Turns_State" ON "Turns" ("State") WHERE "State" < 2;
CREATE UNIQUE INDEX "IX_Pins_ConversationId_MessageId" ON "Pins" ("ConversationId", "MessageId");
CREATE INDEX "IX_Usage_BotId_Day" ON "Usage" ("BotId", "Day");
CREATE INDEX "IX_Usage_ChatId_Day" ON "Usage" ("ChatId", "Day");
CREATE INDEX "IX_Usage_PersonId_Day" ON "Usage" ("PersonId", "Day");
CREATE INDEX "IX_Strangers_ToldAt" ON "Strangers" ("ToldAt");
CREATE INDEX "IX_Inbox_TakenAt" ON "Inbox" ("TakenAt");
CREATE INDEX "IX_Turns_ForgottenIn" ON "Turns" ("ForgottenIn") WHERE "ForgottenIn" IS NOT NULL;
CREATE INDEX "IX_Forgettings_ConversationId" ON "Forgettings" ("ConversationId");
CREATE INDEX "IX_Turns_CompletedAt" ON "Turns" ("CompletedAt") WHERE "Failure" IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('Conversations',2);
INSERT INTO "sqlite_sequence" VALUES('Turns',5);
INSERT INTO "sqlite_sequence" VALUES('Pins',2);
