-- An instance of the unreleased version at its last step, 0019: an invented practice, made by the acts of that version
-- (commit 4de6f0b) and written down by its database. Words are sealed with the key in tests/support/unreleased.py.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0019');
CREATE TABLE challenges (
	id INTEGER NOT NULL, 
	challenge_hash BLOB NOT NULL, 
	person_id INTEGER, 
	begun_at DATETIME NOT NULL, 
	CONSTRAINT pk_challenges PRIMARY KEY (id), 
	CONSTRAINT fk_challenges_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT uq_challenges_challenge_hash UNIQUE (challenge_hash)
);
CREATE TABLE "check_ins" (
	visit_id INTEGER NOT NULL, 
	client_id INTEGER NOT NULL, 
	measure VARCHAR NOT NULL, 
	measure_version INTEGER NOT NULL, 
	language VARCHAR NOT NULL, 
	link_version INTEGER NOT NULL, 
	link_hash BLOB, 
	short_code_turn INTEGER NOT NULL, 
	short_code_hash BLOB, 
	short_code_ends_at DATETIME NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	begun_at DATETIME NOT NULL, 
	opened_at DATETIME, 
	closed_at DATETIME, 
	revealed_at DATETIME, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	link_ends_at DATETIME NOT NULL, seen_at DATETIME, 
	CONSTRAINT pk_check_ins PRIMARY KEY (id), 
	CONSTRAINT fk_check_ins_client_id FOREIGN KEY(client_id) REFERENCES clients (id), 
	CONSTRAINT fk_check_ins_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT uq_check_ins_short_code_hash UNIQUE (short_code_hash), 
	CONSTRAINT fk_check_ins_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id), 
	CONSTRAINT uq_check_ins_link_hash UNIQUE (link_hash)
);
INSERT INTO "check_ins" VALUES(1,1,'session-check',2,'en',1,X'B958F293E1F00C7A64AD30D4EF36B25D39004B2C776494A74323741EAB8D2B59',1,X'022AE8B3927111F3D8AEC0BB40FE9EE52F3A0D208908B62A7017E632DBDD9189','2026-09-21 09:15:00.000000','sent','2026-09-21 09:00:00.000000','2026-09-21 09:01:00.000000','2026-09-21 09:01:00.000000','2026-09-21 09:01:00.000000',1,1,'2026-09-21 10:00:00.000000','2026-09-21 09:01:00.000000');
INSERT INTO "check_ins" VALUES(2,1,'session-check',2,'en',1,X'1089B935523276951F77B60FB0E75FE85BA21485E00D04B5ECD7D78FD03F5DD7',1,X'F79808FE01733670E802EEB228E893A8E362BEBF4E17DEA643A6134CC1ED0179','2026-09-28 09:15:00.000000','sent','2026-09-28 09:00:00.000000','2026-09-28 09:01:00.000000','2026-09-28 09:01:00.000000','2026-09-28 09:01:00.000000',2,1,'2026-09-28 10:00:00.000000','2026-09-28 09:01:00.000000');
INSERT INTO "check_ins" VALUES(3,1,'session-check',2,'en',1,X'37C6C6F3D283ACA37ABA398F5F0CEBF8EEB267882FA2BAFB15BA9283C9B97ABA',1,X'EF25C6D5E7E7A2D1B7483322E15320C211819403EC19DB4A942C0D5B007E2044','2026-10-05 09:15:00.000000','sent','2026-10-05 09:00:00.000000','2026-10-05 09:01:00.000000','2026-10-05 09:01:00.000000','2026-10-05 09:01:00.000000',3,1,'2026-10-05 10:00:00.000000','2026-10-05 09:01:00.000000');
INSERT INTO "check_ins" VALUES(4,1,'session-check',2,'en',1,X'DA14E8B88FD1FF78F598A07B4B624255BD4D3804C0AD4FC489D602B784AAB8E0',1,X'3486D1B818AE6F90CAF12EA22C6B93E4934158ED9F8B5DE2CF1A2A05AA639375','2026-10-12 09:15:00.000000','sent','2026-10-12 09:00:00.000000','2026-10-12 09:01:00.000000','2026-10-12 09:01:00.000000','2026-10-12 09:01:00.000000',4,1,'2026-10-12 10:00:00.000000','2026-10-12 09:01:00.000000');
INSERT INTO "check_ins" VALUES(5,1,'session-check',2,'en',1,X'052146C213C4EB1C5A344A1A5CF9BB49DDED43C37DD043AEBAD255EA2C671EEE',1,X'55DC9FD2913DE568A143CCABB8B08182F2701B731E473219C7D9F420FB113D41','2026-10-19 09:15:00.000000','sent','2026-10-19 09:00:00.000000','2026-10-19 09:01:00.000000','2026-10-19 09:01:00.000000','2026-10-19 09:01:00.000000',5,1,'2026-10-19 10:00:00.000000','2026-10-19 09:01:00.000000');
INSERT INTO "check_ins" VALUES(6,1,'session-check',2,'en',1,X'973774C4E7B2222E73F2C6FA0BECAD23E3C179DAABB5FCFD3397A2FD9C6C79F3',1,X'02CA89F96E527BF3CCD20732C24B3058B58A1435F40BE888F8528C86E91E03FE','2026-10-26 09:15:00.000000','sent','2026-10-26 09:00:00.000000','2026-10-26 09:01:00.000000','2026-10-26 09:01:00.000000','2026-10-26 09:01:00.000000',6,1,'2026-10-26 10:00:00.000000','2026-10-26 09:01:00.000000');
INSERT INTO "check_ins" VALUES(7,2,'session-check',2,'en',1,X'D89412C6B9E2A30E853E3F2808B49A9685AA3D18D8E18784593088A3212E7172',1,X'87743D737308E2ED72AF449EA08A4E99A2518E066219440B2814704F405888F9','2026-10-26 10:15:00.000000','sent','2026-10-26 10:00:00.000000','2026-10-26 10:00:00.000000','2026-10-26 10:00:00.000000','2026-10-26 10:00:00.000000',7,1,'2026-10-26 11:00:00.000000',NULL);
INSERT INTO "check_ins" VALUES(8,2,'session-check',2,'en',1,X'E9E779C0CD5E6473350CFD660DE02A5324086107725F6CFB06293A61FF7DB42D',1,X'EFA05317A471679542A14ACB46A0C37FC9D8B3C4888D9B640557E21C869023F4','2026-10-26 11:15:00.000000','sent','2026-10-26 11:00:00.000000','2026-10-26 11:00:00.000000','2026-10-26 11:00:00.000000','2026-10-26 11:00:00.000000',8,1,'2026-10-26 12:00:00.000000','2026-10-26 11:00:00.000000');
INSERT INTO "check_ins" VALUES(9,3,'session-check',2,'en',1,X'16335F68D96C75609BF9635728A6C8E1EE9AF03CF06DFF5FF7F5E3949F5F8B66',1,X'ADF03E6133D9BE42CB6798C23EB05D3A5E0A53C98F7FFC285EC24E9236F4C218','2026-10-26 12:15:00.000000','declined','2026-10-26 12:00:00.000000','2026-10-26 12:00:00.000000','2026-10-26 12:00:00.000000','2026-10-26 12:00:00.000000',9,1,'2026-10-26 13:00:00.000000',NULL);
INSERT INTO "check_ins" VALUES(10,3,'session-check',2,'en',1,X'4A3B2E5071A0BB1812CC8AC75FBA0DCB214098144E9611AB776E779A99FE7643',1,X'A8CD246977F58CF412B49EF59E4CDCAC0B6259B8224056A082063A55FAD943BC','2026-10-26 13:15:00.000000','sent','2026-10-26 13:00:00.000000','2026-10-26 13:00:00.000000','2026-10-26 13:00:00.000000','2026-10-26 13:00:00.000000',10,1,'2026-10-26 14:00:00.000000',NULL);
INSERT INTO "check_ins" VALUES(11,4,'family-check',2,'en',1,X'8AAC49AF393DD4EB9EB8F8787CF1B257D80FF0DA81F6E38C8312EF9215E569E7',1,X'DEE83ADB136918560FFBA66477DA3BB73496574DC50EC75B5C404621F155290C','2026-10-26 14:15:00.000000','sent','2026-10-26 14:00:00.000000','2026-10-26 14:00:00.000000','2026-10-26 14:00:00.000000',NULL,11,1,'2026-10-26 15:00:00.000000',NULL);
INSERT INTO "check_ins" VALUES(11,5,'family-check',2,'en',1,X'D7DE1DD9B630E0EE97D8C4980EA9205CC12A516252A9EDEBA005E70F936983E3',1,X'BBCF01821D78EF9B125A6300CD074BA7CE4ADC4B96AA953A8193C5ECAE4CE761','2026-10-26 14:15:00.000000','sent','2026-10-26 14:00:00.000000','2026-10-26 14:00:00.000000','2026-10-26 14:00:00.000000',NULL,12,1,'2026-10-26 15:00:00.000000',NULL);
INSERT INTO "check_ins" VALUES(12,1,'session-check',2,'en',1,X'E7FB3B611708678EC6FF714F1373F4F26EBD4F0F5B28ED92324BD03187A901A4',1,X'016904D99F5C743E1DD569862D7757570A691FD7729FDD57B76FA05268A79DBC','2026-11-02 09:15:00.000000','waiting','2026-11-02 09:00:00.000000',NULL,NULL,NULL,13,1,'2026-11-02 10:00:00.000000',NULL);
INSERT INTO "check_ins" VALUES(13,2,'session-check',2,'en',1,X'B5D91F1F761FE31594BD55A7EC08B3962B13825A55DC619585FFA35419E25472',1,X'18A05828B9543F0CBF71016A824F13106BFECCFF47BB7FD84763A39D427BD46A','2026-11-02 09:15:00.000000','waiting','2026-11-02 09:00:00.000000',NULL,NULL,NULL,14,1,'2026-11-02 10:00:00.000000',NULL);
CREATE TABLE "clients" (
	therapist_id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	made_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	preset VARCHAR DEFAULT 'individual' NOT NULL, 
	phase VARCHAR DEFAULT ('') NOT NULL, 
	language VARCHAR DEFAULT ('') NOT NULL, 
	larger_text BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_clients PRIMARY KEY (id), 
	CONSTRAINT uq_clients_therapist_id_code UNIQUE (therapist_id, code), 
	CONSTRAINT fk_clients_therapist_id FOREIGN KEY(therapist_id) REFERENCES people (id), 
	CONSTRAINT fk_clients_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id)
);
INSERT INTO "clients" VALUES(1,'C-014','2026-09-21 09:00:00.000000',1,1,'individual','','',0);
INSERT INTO "clients" VALUES(1,'C-021','2026-10-26 10:00:00.000000',2,1,'individual','','',0);
INSERT INTO "clients" VALUES(1,'C-030','2026-10-26 12:00:00.000000',3,1,'individual','','',0);
INSERT INTO "clients" VALUES(1,'C-040','2026-10-26 14:00:00.000000',4,1,'individual','','',0);
INSERT INTO "clients" VALUES(1,'C-041','2026-10-26 14:00:00.000000',5,1,'individual','','',0);
CREATE TABLE code_apps (
	person_id INTEGER NOT NULL, 
	secret BLOB NOT NULL, 
	last_step INTEGER DEFAULT 0 NOT NULL, 
	made_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_code_apps PRIMARY KEY (id), 
	CONSTRAINT fk_code_apps_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_code_apps_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT uq_code_apps_person_id UNIQUE (person_id)
);
INSERT INTO "code_apps" VALUES(2,X'6741414141414271364645514B555142745635485A6E714D74546339524874344B576562775F3145684871747733474149595074774B44577944697142707476325049726548784C6F654B42675F3633507A534967506A7556775868785352313064764F7031677139624B495F777962333759785864436931796E6742476C3472397451427651782D6E6433',59787000,'2026-11-02 09:00:00.000000',1,1);
CREATE TABLE events (
	person_id INTEGER NOT NULL, 
	visit_id INTEGER NOT NULL, 
	check_in_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	practice_id INTEGER NOT NULL, tablet_id INTEGER, 
	CONSTRAINT fk_events_check_in_id FOREIGN KEY(check_in_id) REFERENCES check_ins (id), 
	CONSTRAINT fk_events_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_events_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT fk_events_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id)
);
INSERT INTO "events" VALUES(1,1,1,'waiting','2026-09-21 09:00:00.000000',1,1,NULL);
INSERT INTO "events" VALUES(1,1,1,'sent','2026-09-21 09:01:00.000000',2,1,NULL);
INSERT INTO "events" VALUES(1,2,2,'waiting','2026-09-28 09:00:00.000000',3,1,NULL);
INSERT INTO "events" VALUES(1,2,2,'sent','2026-09-28 09:01:00.000000',4,1,NULL);
INSERT INTO "events" VALUES(1,3,3,'waiting','2026-10-05 09:00:00.000000',5,1,NULL);
INSERT INTO "events" VALUES(1,3,3,'sent','2026-10-05 09:01:00.000000',6,1,NULL);
INSERT INTO "events" VALUES(1,4,4,'waiting','2026-10-12 09:00:00.000000',7,1,NULL);
INSERT INTO "events" VALUES(1,4,4,'guess','2026-10-12 09:00:00.000000',8,1,NULL);
INSERT INTO "events" VALUES(1,4,4,'sent','2026-10-12 09:01:00.000000',9,1,NULL);
INSERT INTO "events" VALUES(1,5,5,'waiting','2026-10-19 09:00:00.000000',10,1,NULL);
INSERT INTO "events" VALUES(1,5,5,'sent','2026-10-19 09:01:00.000000',11,1,NULL);
INSERT INTO "events" VALUES(1,5,5,'repair','2026-10-19 09:01:00.000000',12,1,NULL);
INSERT INTO "events" VALUES(1,5,5,'sign','2026-10-19 09:01:00.000000',13,1,NULL);
INSERT INTO "events" VALUES(1,6,6,'waiting','2026-10-26 09:00:00.000000',14,1,NULL);
INSERT INTO "events" VALUES(1,6,6,'sent','2026-10-26 09:01:00.000000',15,1,NULL);
INSERT INTO "events" VALUES(1,7,7,'waiting','2026-10-26 10:00:00.000000',16,1,NULL);
INSERT INTO "events" VALUES(1,7,7,'sent','2026-10-26 10:00:00.000000',17,1,NULL);
INSERT INTO "events" VALUES(1,8,8,'waiting','2026-10-26 11:00:00.000000',18,1,NULL);
INSERT INTO "events" VALUES(1,8,8,'sent','2026-10-26 11:00:00.000000',19,1,NULL);
INSERT INTO "events" VALUES(1,8,8,'repair','2026-10-26 11:00:00.000000',20,1,NULL);
INSERT INTO "events" VALUES(1,9,9,'waiting','2026-10-26 12:00:00.000000',21,1,NULL);
INSERT INTO "events" VALUES(1,9,9,'declined','2026-10-26 12:00:00.000000',22,1,NULL);
INSERT INTO "events" VALUES(1,10,10,'waiting','2026-10-26 13:00:00.000000',23,1,NULL);
INSERT INTO "events" VALUES(1,10,10,'sent','2026-10-26 13:00:00.000000',24,1,NULL);
INSERT INTO "events" VALUES(1,11,11,'waiting','2026-10-26 14:00:00.000000',25,1,NULL);
INSERT INTO "events" VALUES(1,11,12,'waiting','2026-10-26 14:00:00.000000',26,1,NULL);
INSERT INTO "events" VALUES(1,11,11,'sent','2026-10-26 14:00:00.000000',27,1,NULL);
INSERT INTO "events" VALUES(1,11,12,'sent','2026-10-26 14:00:00.000000',28,1,NULL);
INSERT INTO "events" VALUES(1,11,11,'repair','2026-10-26 14:00:00.000000',29,1,NULL);
INSERT INTO "events" VALUES(1,12,13,'waiting','2026-11-02 09:00:00.000000',30,1,NULL);
INSERT INTO "events" VALUES(1,13,14,'waiting','2026-11-02 09:00:00.000000',31,1,NULL);
INSERT INTO "events" VALUES(1,12,13,'tablet','2026-11-02 09:00:00.000000',32,1,1);
CREATE TABLE failures (
	id INTEGER NOT NULL, 
	who BLOB NOT NULL, 
	minute INTEGER NOT NULL, 
	count INTEGER NOT NULL, 
	CONSTRAINT pk_failures PRIMARY KEY (id), 
	CONSTRAINT uq_failures_who_minute UNIQUE (who, minute)
);
CREATE TABLE goals (
	client_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	words BLOB NOT NULL, 
	within INTEGER, 
	unit VARCHAR NOT NULL, 
	agreed_at DATETIME NOT NULL, 
	met_at DATETIME, 
	met_by VARCHAR NOT NULL, 
	ended_at DATETIME, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_goals PRIMARY KEY (id), 
	CONSTRAINT fk_goals_client_id FOREIGN KEY(client_id) REFERENCES clients (id), 
	CONSTRAINT fk_goals_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id)
);
INSERT INTO "goals" VALUES(1,'own',X'674141414141427175697A4D6C664D764F477A396B675043584731544B3369384366415263436549725F327648474C4275743867785578646761717976304A676B2D4174484863454E34412D35706D396754356F72703733456D4F6465624C43707837614569746945575F3171464C75325A4A545750673D',8,'weeks','2026-09-28 09:01:00.000000',NULL,'',NULL,1,1);
CREATE TABLE guesses (
	check_in_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	marks JSON NOT NULL, 
	in_the_way BOOLEAN, 
	guessed_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_guesses PRIMARY KEY (id), 
	CONSTRAINT fk_guesses_check_in_id FOREIGN KEY(check_in_id) REFERENCES check_ins (id), 
	CONSTRAINT fk_guesses_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_guesses_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT uq_guesses_check_in_id UNIQUE (check_in_id)
);
INSERT INTO "guesses" VALUES(4,1,'{"understood": 80, "overall": 70}',0,'2026-10-12 09:00:00.000000',1,1);
CREATE TABLE half_logins (
	person_id INTEGER NOT NULL, 
	secret_hash BLOB NOT NULL, 
	begun_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_half_logins PRIMARY KEY (id), 
	CONSTRAINT fk_half_logins_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_half_logins_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT uq_half_logins_secret_hash UNIQUE (secret_hash)
);
CREATE TABLE kept_measures (
	id INTEGER NOT NULL, 
	measure VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	kept_at DATETIME NOT NULL, 
	CONSTRAINT pk_kept_measures PRIMARY KEY (id), 
	CONSTRAINT uq_kept_measures_measure_version UNIQUE (measure, version)
);
INSERT INTO "kept_measures" VALUES(1,'session-check',2,'id = "session-check"
version = 2
continues = 1
source = "Questions in our own words. Four facets, after the working alliance of Bordin (1979, Psychotherapy 16:252): the bond, what was worked on, how, and the session as a whole."
licence = "Apache-2.0, as the program"
note = "Our own wording, not validated."

[names]
en = "Session check"
de = "Sitzungsbogen"
es = "Hoja de la sesión"
fr = "Fiche de séance"
ar = "نموذج الجلسة"

[audience]
people = ["individual"]
from-age = 13
words.en = "13 and older, every session"
words.de = "Ab 13 Jahren, jede Sitzung"
words.es = "Desde 13 años, cada sesión"
words.fr = "Dès 13 ans, chaque séance"
words.ar = "من عمر 13 سنة، كل جلسة"

[[items]]
id = "understood"
kind = "line"
texts.en = { question = "Today I felt …", low = "not understood", high = "fully understood", label = "Being understood" }
texts.de = { question = "Heute fühlte ich mich …", low = "nicht verstanden", high = "ganz verstanden", label = "Verstanden werden" }
texts.es = { question = "Hoy sentí que…", low = "no me entendían", high = "me entendían del todo", label = "Sentirse entendido" }
texts.fr = { question = "Aujourd’hui, ce que je disais…", low = "n’était pas compris", high = "était tout à fait compris", label = "Être compris" }
texts.ar = { question = "اليوم شعرتُ أنّ ما أقوله …", low = "لم يُفهَم", high = "فُهِم تمامًا", label = "الشعور بالفهم" }

[[items]]
id = "topics"
kind = "line"
texts.en = { question = "What we worked on was …", low = "not what I needed", high = "what mattered to me", label = "What we worked on" }
texts.de = { question = "Woran wir gearbeitet haben, war …", low = "nicht das, was ich brauchte", high = "das, was mir wichtig war", label = "Woran wir gearbeitet haben" }
texts.es = { question = "Lo que trabajamos hoy…", low = "no era lo que necesitaba", high = "era lo que me importaba", label = "En qué trabajamos" }
texts.fr = { question = "Ce que nous avons travaillé…", low = "n’était pas ce qu’il me fallait", high = "était ce qui comptait pour moi", label = "Ce qu’on a travaillé" }
texts.ar = { question = "ما عملنا عليه اليوم …", low = "لم يكن ما أحتاجه", high = "كان ما يهمّني", label = "ما عملنا عليه" }

[[items]]
id = "approach"
kind = "line"
texts.en = { question = "The way we worked …", low = "did not suit me", high = "suited me well", label = "How we worked" }
texts.de = { question = "Unsere Art zu arbeiten …", low = "passte nicht zu mir", high = "passte gut zu mir", label = "Wie wir gearbeitet haben" }
texts.es = { question = "La forma de trabajar…", low = "no encajó conmigo", high = "encajó bien conmigo", label = "Cómo trabajamos" }
texts.fr = { question = "Notre façon de travailler…", low = "ne me convenait pas", high = "me convenait bien", label = "Comment on a travaillé" }
texts.ar = { question = "طريقة عملنا …", low = "لم تناسبني", high = "ناسبتني جيدًا", label = "طريقة عملنا" }

[[items]]
id = "overall"
kind = "line"
texts.en = { question = "All in all, today …", low = "did not help", high = "helped a lot", label = "Overall" }
texts.de = { question = "Insgesamt hat mir die heutige Sitzung …", low = "nicht geholfen", high = "sehr geholfen", label = "Insgesamt" }
texts.es = { question = "En conjunto, la sesión de hoy…", low = "no me ayudó", high = "me ayudó mucho", label = "En general" }
texts.fr = { question = "Dans l’ensemble, cette séance…", low = "n’a pas été utile", high = "a été très utile", label = "Dans l’ensemble" }
texts.ar = { question = "بشكل عام، جلسة اليوم …", low = "لم تساعدني", high = "ساعدتني كثيرًا", label = "إجمالًا" }

[score]
kind = "sum"
missing = "estimate"

# In points. 9 and 36 are cues in wide use; 7, 5, 30, the drops from 2 on and the floor are our own choice.

[rules.line-low]
word-below = 9.0
ask-below = 7.0
time-at-most = 5.0

[rules.total-low]
ask-below = 36.0
time-below = 30.0

[rules.drop]
arrow-from = 1.0
ask-from = 4.0
time-from = 8.0

[rules.line-drop]
ask-from = 2.0

[rules.own-baseline]
floor = 2.0
word-from-sds = 1.0
ask-from-sds = 2.0
cutoffs-from-sds = 1.5

[rules.first-high]
all-from = 9.8

[rules.own-range]
floor = 0.75

[rules.near-range]
floor = 0.75

[rules.slide]
each-from = 0.5
together-from = 2.0

[rules.persistent-low]
below = 36.0

[rules.ceiling]
all-from = 9.8

[rules.straight-line]
within = 0.1
under-seconds = 5

[rules.repair]
back-within = 1.0

[rules.missed]
guess-above-from = 6.0

[rules.goal-met]
understood-from = 9.0

[rules.split]
totals-from = 8.0
understood-from = 3.0
understood-time-from = 5.0

[rules.apart-from-group]
below = 36.0
under-median-from = 6.0
','2026-09-21 09:00:00.000000');
INSERT INTO "kept_measures" VALUES(2,'family-check',2,'id = "family-check"
version = 2
source = "Questions in our own words, for several people in one session, each by themselves. Four facets, after the working alliance of Bordin (1979, Psychotherapy 16:252): the bond, what was worked on, how, and the session as a whole."
licence = "Apache-2.0, as the program"
note = "Our own wording, not validated."

[names]
en = "Family check"
de = "Familienbogen"
es = "Hoja para familias"
fr = "Fiche famille"
ar = "نموذج العائلة"

[audience]
people = ["couple", "family"]
from-age = 13
words.en = "Couples and families, each person of 13 and older, every session"
words.de = "Paare und Familien, jede Person ab 13, jede Sitzung"
words.es = "Parejas y familias, cada persona desde 13 años, cada sesión"
words.fr = "Couples et familles, chaque personne dès 13 ans, chaque séance"
words.ar = "الأزواج والعائلات، كل شخص من عمر 13 سنة، كل جلسة"

[[items]]
id = "understood"
kind = "line"
texts.en = { question = "The therapist …", low = "did not see my side", high = "saw my side too", label = "Being understood" }
texts.de = { question = "Die Therapeutin oder der Therapeut hat …", low = "meine Sicht nicht gesehen", high = "auch meine Sicht gesehen", label = "Verstanden werden" }
texts.es = { question = "El o la terapeuta…", low = "no vio mi punto de vista", high = "vio también mi punto de vista", label = "Sentirse entendido" }
texts.fr = { question = "Le ou la thérapeute…", low = "n’a pas vu mon point de vue", high = "a vu aussi mon point de vue", label = "Être compris" }
texts.ar = { question = "مع المعالِج أو المعالِجة، وجهة نظري …", low = "لم تُؤخذ في الاعتبار", high = "أُخذت في الاعتبار أيضًا", label = "الشعور بالفهم" }

[[items]]
id = "topics"
kind = "line"
texts.en = { question = "What we came to was …", low = "not what I needed", high = "what matters to me too", label = "What we worked on" }
texts.de = { question = "Worum es heute ging, war …", low = "nicht das, was ich brauchte", high = "das, was auch mir wichtig ist", label = "Woran wir gearbeitet haben" }
texts.es = { question = "Lo que tratamos hoy…", low = "no era lo que yo necesitaba", high = "era lo que también me importa a mí", label = "En qué trabajamos" }
texts.fr = { question = "Ce que nous avons abordé…", low = "n’était pas ce qu’il me fallait", high = "était ce qui compte aussi pour moi", label = "Ce qu’on a travaillé" }
texts.ar = { question = "ما تناولناه اليوم …", low = "لم يكن ما أحتاجه", high = "كان ما يهمّني أنا أيضًا", label = "ما عملنا عليه" }

[[items]]
id = "approach"
kind = "line"
texts.en = { question = "The way we worked together …", low = "left me out", high = "had room for me", label = "How we worked" }
texts.de = { question = "In unserer Art, zusammen zu arbeiten, …", low = "kam ich nicht vor", high = "hatte ich Platz", label = "Wie wir gearbeitet haben" }
texts.es = { question = "En la forma de trabajar juntos…", low = "no había sitio para mí", high = "había sitio para mí", label = "Cómo trabajamos" }
texts.fr = { question = "Dans notre façon de travailler ensemble…", low = "je n’avais pas de place", high = "j’avais ma place", label = "Comment on a travaillé" }
texts.ar = { question = "في طريقة عملنا معًا …", low = "لم يكن لي مكان", high = "كان لي مكان", label = "طريقة عملنا" }

[[items]]
id = "overall"
kind = "line"
texts.en = { question = "All in all, for us today …", low = "did not help", high = "helped a lot", label = "Overall" }
texts.de = { question = "Insgesamt hat uns die heutige Sitzung …", low = "nicht geholfen", high = "sehr geholfen", label = "Insgesamt" }
texts.es = { question = "En conjunto, la sesión de hoy…", low = "no nos ayudó", high = "nos ayudó mucho", label = "En general" }
texts.fr = { question = "Dans l’ensemble, pour nous, cette séance…", low = "n’a pas été utile", high = "a été très utile", label = "Dans l’ensemble" }
texts.ar = { question = "بشكل عام، جلسة اليوم …", low = "لم تساعدنا", high = "ساعدتنا كثيرًا", label = "إجمالًا" }

[score]
kind = "sum"
missing = "estimate"

# In points. 9 and 36 are cues in wide use; 7, 5, 30, the drops from 2 on and the floor are our own choice.

[rules.line-low]
word-below = 9.0
ask-below = 7.0
time-at-most = 5.0

[rules.total-low]
ask-below = 36.0
time-below = 30.0

[rules.drop]
arrow-from = 1.0
ask-from = 4.0
time-from = 8.0

[rules.line-drop]
ask-from = 2.0

[rules.own-baseline]
floor = 2.0
word-from-sds = 1.0
ask-from-sds = 2.0
cutoffs-from-sds = 1.5

[rules.first-high]
all-from = 9.8

[rules.own-range]
floor = 0.75

[rules.near-range]
floor = 0.75

[rules.slide]
each-from = 0.5
together-from = 2.0

[rules.persistent-low]
below = 36.0

[rules.ceiling]
all-from = 9.8

[rules.straight-line]
within = 0.1
under-seconds = 5

[rules.repair]
back-within = 1.0

[rules.missed]
guess-above-from = 6.0

[rules.goal-met]
understood-from = 9.0

[rules.split]
totals-from = 8.0
understood-from = 3.0
understood-time-from = 5.0

[rules.apart-from-group]
below = 36.0
under-median-from = 6.0
','2026-10-26 14:00:00.000000');
CREATE TABLE logins (
	person_id INTEGER NOT NULL, 
	secret_hash BLOB NOT NULL, 
	begun_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_logins PRIMARY KEY (id), 
	CONSTRAINT fk_logins_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_logins_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT uq_logins_secret_hash UNIQUE (secret_hash)
);
INSERT INTO "logins" VALUES(2,X'F492E977C9DA7BE41A1249DE4A7179AC9750187D2618B712B01175D796A243AD','2026-11-02 09:00:00.000000',1,1);
CREATE TABLE one_time_links (
	person_id INTEGER, 
	secret_hash BLOB NOT NULL, 
	ends_at DATETIME NOT NULL, 
	used_at DATETIME, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_one_time_links PRIMARY KEY (id), 
	CONSTRAINT fk_one_time_links_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_one_time_links_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT uq_one_time_links_secret_hash UNIQUE (secret_hash)
);
INSERT INTO "one_time_links" VALUES(4,X'DBF51DE5A158477D0DE120AC510E0CAE19D98C02F334987D5BFFCC148D97F7F3','2026-08-25 09:00:00.000000',NULL,1,1);
INSERT INTO "one_time_links" VALUES(2,X'CE8F93C667923399C5888FE3A56CA9B0C89B8A7F4DB54ED3FDD2D301FE00F5AA','2026-11-03 09:00:00.000000',NULL,2,1);
INSERT INTO "one_time_links" VALUES(1,X'44E31F0FB2940D3180F4F862DE8D82A5C13903D957EAC28F7A0F4BC20AEA5447','2026-11-03 09:00:00.000000',NULL,3,1);
CREATE TABLE pairings (
	id INTEGER NOT NULL, 
	code_hash BLOB NOT NULL, 
	secret_hash BLOB NOT NULL, 
	begun_at DATETIME NOT NULL, 
	CONSTRAINT pk_pairings PRIMARY KEY (id), 
	CONSTRAINT uq_pairings_code_hash UNIQUE (code_hash), 
	CONSTRAINT uq_pairings_secret_hash UNIQUE (secret_hash)
);
INSERT INTO "pairings" VALUES(1,X'F3BB40F78298DAB73547D6A6E30811ABDAD1854D65A7D2BEB67D557FDA28FA8A',X'F48D68D2818225F04F854E2DDD86513C323A0BA991D3F6F3E9F44C352EE20D3E','2026-11-02 09:00:00.000000');
CREATE TABLE passkeys (
	person_id INTEGER NOT NULL, 
	credential_id BLOB NOT NULL, 
	public_key BLOB NOT NULL, 
	sign_count INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	made_at DATETIME NOT NULL, 
	used_at DATETIME, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_passkeys PRIMARY KEY (id), 
	CONSTRAINT fk_passkeys_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_passkeys_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT uq_passkeys_credential_id UNIQUE (credential_id)
);
CREATE TABLE pauses (
	client_id INTEGER NOT NULL, 
	reason VARCHAR NOT NULL, 
	begun_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_pauses PRIMARY KEY (id), 
	CONSTRAINT fk_pauses_client_id FOREIGN KEY(client_id) REFERENCES clients (id), 
	CONSTRAINT fk_pauses_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id)
);
INSERT INTO "pauses" VALUES(3,'consent','2026-11-02 09:00:00.000000',NULL,1,1);
CREATE TABLE people (
	name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	password_hash VARCHAR NOT NULL, 
	roles VARCHAR NOT NULL, 
	disabled_at DATETIME, 
	made_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, language VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_people PRIMARY KEY (id), 
	CONSTRAINT fk_people_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT uq_people_email UNIQUE (email)
);
INSERT INTO "people" VALUES('Alice','alice@example.org','$argon2id$v=19$m=19456,t=2,p=1$PWm42yXLZ/tPhuJ0jCgVoA$62g6cudtNdVM4UnkfCys62b0drRkMZUxK6YSU3Z6v6Q','administrator supervisor therapist',NULL,'2026-08-24 09:00:00.000000',1,1,'');
INSERT INTO "people" VALUES('Bob','bob@example.org','$argon2id$v=19$m=19456,t=2,p=1$PWm42yXLZ/tPhuJ0jCgVoA$62g6cudtNdVM4UnkfCys62b0drRkMZUxK6YSU3Z6v6Q','administrator supervisor therapist',NULL,'2026-08-24 09:00:00.000000',2,1,'');
INSERT INTO "people" VALUES('Carol','carol@example.org','$argon2id$v=19$m=19456,t=2,p=1$PWm42yXLZ/tPhuJ0jCgVoA$62g6cudtNdVM4UnkfCys62b0drRkMZUxK6YSU3Z6v6Q','administrator supervisor therapist',NULL,'2026-08-24 09:00:00.000000',3,2,'');
INSERT INTO "people" VALUES('Dora','dora@example.org','','administrator supervisor therapist','2026-11-02 09:00:00.000000','2026-08-24 09:00:00.000000',4,1,'');
CREATE TABLE "practices" (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	crisis_text VARCHAR NOT NULL, 
	crisis_number VARCHAR NOT NULL, 
	asks_strain BOOLEAN NOT NULL, 
	time_zone VARCHAR NOT NULL, 
	made_at DATETIME NOT NULL, 
	thresholds JSON DEFAULT '{}' NOT NULL, 
	link_minutes INTEGER DEFAULT '60' NOT NULL, 
	holds_room BOOLEAN DEFAULT 0 NOT NULL, 
	holds_calls BOOLEAN DEFAULT 1 NOT NULL, 
	holds_several BOOLEAN DEFAULT 1 NOT NULL, 
	tablet_idle_s INTEGER DEFAULT (90) NOT NULL, 
	language VARCHAR DEFAULT ('') NOT NULL, 
	buttons_first BOOLEAN DEFAULT 0 NOT NULL, 
	tablets_larger_text BOOLEAN DEFAULT 0 NOT NULL, 
	crisis_language VARCHAR DEFAULT '' NOT NULL, 
	crisis_texts JSON DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_practices PRIMARY KEY (id)
);
INSERT INTO "practices" VALUES(1,'Lindenhof Practice','If you need help right now:','0800 555 0134',0,'UTC','2026-08-24 09:00:00.000000','{}',60,0,1,1,90,'',0,0,'','{}');
INSERT INTO "practices" VALUES(2,'Elsewhere','If you need help right now:','0800 555 0134',0,'UTC','2026-08-24 09:00:00.000000','{}',60,0,1,1,90,'',0,0,'','{}');
CREATE TABLE recovery_codes (
	person_id INTEGER NOT NULL, 
	code_hash BLOB NOT NULL, 
	used_at DATETIME, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_recovery_codes PRIMARY KEY (id), 
	CONSTRAINT fk_recovery_codes_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_recovery_codes_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT uq_recovery_codes_code_hash UNIQUE (code_hash)
);
INSERT INTO "recovery_codes" VALUES(2,X'2BD967518B73ABC276DF2F56D38D72DE172F563E07D072DA0AA08E859FB4AB1D',NULL,1,1);
INSERT INTO "recovery_codes" VALUES(2,X'F515207BDEC232425937390820A367C3ED0D29DEC7E7136D2CB0FF8BB945923C',NULL,2,1);
INSERT INTO "recovery_codes" VALUES(2,X'4D5BC92D3D57E78E67F8D4F5C5C9897BC4B78D936B5B36558C583FB1FD59B10E',NULL,3,1);
INSERT INTO "recovery_codes" VALUES(2,X'D555EAB1EB772BA24DA2BC21DC469DC49216EB965EAB29B127CAD0D5F469E27E',NULL,4,1);
INSERT INTO "recovery_codes" VALUES(2,X'F7E395C0F62D9E4EB3E24F3B5E36BAF5A97F2C98A795DD6E401AD3E987CD52F5',NULL,5,1);
INSERT INTO "recovery_codes" VALUES(2,X'106DD0E6284E164C793B805135B0DFF65998FB4C59401B73E753E2EAC5D96543',NULL,6,1);
INSERT INTO "recovery_codes" VALUES(2,X'CF86855B4EC6B7EDCD6F543EB2917289EEEBB415642A8F8301CA8E48127FA35A',NULL,7,1);
INSERT INTO "recovery_codes" VALUES(2,X'1892D35EE8F2E704965357BF1CAADD8B28D48CCE8BA22A023452D7F76089AA93',NULL,8,1);
INSERT INTO "recovery_codes" VALUES(2,X'0668A1EC26F9D202D2205D00D39CE41AE049ADB3AFF3D29B0AEF33DA0067B50C',NULL,9,1);
INSERT INTO "recovery_codes" VALUES(2,X'F5D0A969FD4D8CAAAF8F5EEEA2BD515FDEF5C3DCD3FF43E3B6C42D9733B48F2C',NULL,10,1);
CREATE TABLE repairs (
	check_in_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	outcome VARCHAR NOT NULL, 
	note BLOB NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_repairs PRIMARY KEY (id), 
	CONSTRAINT fk_repairs_check_in_id FOREIGN KEY(check_in_id) REFERENCES check_ins (id), 
	CONSTRAINT fk_repairs_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_repairs_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id)
);
INSERT INTO "repairs" VALUES(5,1,'talked',X'67414141414142713164784D48686556744B78666467644E444B575F5F624F31586E5F41306230663458327A6E45774C67457976564F713747666F41467864514F57306B35706E676E6D395374664F764839473963426530374249613149426D637152662D6454414E674F646F55305358534E6773486B3D','2026-10-19 09:01:00.000000',1,1);
CREATE TABLE responses (
	check_in_id INTEGER NOT NULL, 
	client_id INTEGER NOT NULL, 
	therapist_id INTEGER NOT NULL, 
	sending_key VARCHAR NOT NULL, 
	measure VARCHAR NOT NULL, 
	measure_version INTEGER NOT NULL, 
	marked VARCHAR NOT NULL, 
	marks JSON NOT NULL, 
	strain VARCHAR, 
	sorted_out VARCHAR, 
	talk VARCHAR, 
	safety BOOLEAN NOT NULL, 
	declined BOOLEAN NOT NULL, 
	words BLOB NOT NULL, 
	total INTEGER, 
	signals JSON NOT NULL, 
	lead VARCHAR, 
	shown_at DATETIME NOT NULL, 
	received_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, phase VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_responses PRIMARY KEY (id), 
	CONSTRAINT fk_responses_check_in_id FOREIGN KEY(check_in_id) REFERENCES check_ins (id), 
	CONSTRAINT fk_responses_client_id FOREIGN KEY(client_id) REFERENCES clients (id), 
	CONSTRAINT fk_responses_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT fk_responses_therapist_id FOREIGN KEY(therapist_id) REFERENCES people (id), 
	CONSTRAINT uq_responses_check_in_id UNIQUE (check_in_id), 
	CONSTRAINT uq_responses_sending_key UNIQUE (sending_key)
);
INSERT INTO "responses" VALUES(1,1,1,'key C4Nk8lQ8ekhwF6jSvKXdRg','session-check',2,'line','{"understood": 94, "topics": 90, "approach": 92, "overall": 96}',NULL,NULL,NULL,0,0,X'',372,'[]',NULL,'2026-09-21 09:01:00.000000','2026-09-21 09:01:00.000000',1,1,'');
INSERT INTO "responses" VALUES(2,1,1,'key 5NXrS84HTj66pdWSHOnbTA','session-check',2,'line','{"understood": 94, "topics": 90, "approach": 92, "overall": 96}',NULL,NULL,NULL,0,0,X'',372,'[]',NULL,'2026-09-28 09:01:00.000000','2026-09-28 09:01:00.000000',2,1,'');
INSERT INTO "responses" VALUES(3,1,1,'key WRe52yKTEDLm8bje7qU1wg','session-check',2,'line','{"understood": 94, "topics": 90, "approach": 92, "overall": 96}','no',NULL,NULL,0,0,X'',372,'[]',NULL,'2026-10-05 09:01:00.000000','2026-10-05 09:01:00.000000',3,1,'');
INSERT INTO "responses" VALUES(4,1,1,'key 532MRJlOpJjCcRTR3Co2Hg','session-check',2,'line','{"understood": 94, "topics": 90, "approach": 92, "overall": 96}',NULL,NULL,NULL,0,0,X'',372,'[]',NULL,'2026-10-12 09:01:00.000000','2026-10-12 09:01:00.000000',4,1,'');
INSERT INTO "responses" VALUES(5,1,1,'key BpgkEvl3IyvpdfhjtKuvrw','session-check',2,'line','{"understood": 52, "topics": 80, "approach": 88, "overall": 71}',NULL,NULL,NULL,0,0,X'67414141414142713164784D4C5F78796C4D664C584A58505357334255325748624664327547476E4932576948655A4B784D43597265464D53513542684F333342724379594F616933346B716E43396763734847454846525F374F70714D6932734C41766B367173516934467871504C71335A323757513D',291,'[{"rule": "drop", "severity": 3, "figures": {"total": 29.1, "before": 37.2, "lower by": 8.1, "cue": 8.0, "cue from": "ours"}, "item": null}, {"rule": "total-low", "severity": 3, "figures": {"total": 29.1, "of": 40.0, "cue": 30.0, "cue from": "ours"}, "item": null}, {"rule": "line-low", "severity": 2, "figures": {"mark": 5.2, "cue": 7.0, "cue from": "ours", "line understood": 5.2, "line topics": 8.0, "line approach": 8.8, "line overall": 7.1}, "item": "understood"}, {"rule": "own-baseline", "severity": 2, "figures": {"total": 29.1, "usual": 37.2, "spread": 2.0, "spreads below": 4.05, "cutoffs count": "yes", "cue": 2.0, "cue from": "ours"}, "item": null}, {"rule": "line-drop", "severity": 2, "figures": {"mark": 5.2, "before": 9.4, "line understood": 4.2, "line overall": 2.5, "cue": 2.0, "cue from": "ours"}, "item": "understood"}, {"rule": "comment", "severity": 1, "figures": {}, "item": null}]','drop','2026-10-19 09:01:00.000000','2026-10-19 09:01:00.000000',5,1,'');
INSERT INTO "responses" VALUES(6,1,1,'key hYgqs9NTa-l4T_NcdMpkmw','session-check',2,'line','{"understood": 94, "topics": 90, "approach": 92, "overall": 96}',NULL,NULL,NULL,0,0,X'',372,'[{"rule": "repair-seen", "severity": 0, "figures": {"total": 37.2, "before it": 37.2, "visits": 1.0}, "item": null}]',NULL,'2026-10-26 09:01:00.000000','2026-10-26 09:01:00.000000',6,1,'');
INSERT INTO "responses" VALUES(7,2,1,'key IBbvM2pw_0GOA26I3mAdAQ','session-check',2,'line','{"understood": 70, "topics": 65, "approach": 80}',NULL,NULL,NULL,0,0,X'',NULL,'[{"rule": "line-low", "severity": 2, "figures": {"mark": 6.5, "cue": 7.0, "cue from": "ours", "line understood": 7.0, "line topics": 6.5, "line approach": 8.0}, "item": "topics"}]','line-low','2026-10-26 10:00:00.000000','2026-10-26 10:00:00.000000',7,1,'');
INSERT INTO "responses" VALUES(8,2,1,'key LsFEllIKBP_jG66VaNLBLg','session-check',2,'line','{"understood": 94, "topics": 90, "approach": 92, "overall": 96}',NULL,NULL,NULL,1,0,X'6741414141414271337A4B775F445149527471773978474A6B425A675934674E4A58386B586E61425F6A3567716D2D45796D2D687471556F5F317A506165314E446D6F6B6F645361754D6C7971715A553452553564546F4E702D544D6A31705743594D6E592D47396776476547367A754A67637846766B3D',372,'[{"rule": "safety", "severity": 3, "figures": {}, "item": null}, {"rule": "comment", "severity": 1, "figures": {}, "item": null}]','safety','2026-10-26 11:00:00.000000','2026-10-26 11:00:00.000000',8,1,'');
INSERT INTO "responses" VALUES(9,3,1,'key 7KxHFIur9InvprXBUshfTQ','session-check',2,'line','{}',NULL,NULL,NULL,0,1,X'',NULL,'[{"rule": "declined", "severity": 1, "figures": {"of last three": 1.0, "asked": 1.0}, "item": null}]','declined','2026-10-26 12:00:00.000000','2026-10-26 12:00:00.000000',9,1,'');
INSERT INTO "responses" VALUES(10,3,1,'key exY2JqRWYTvH8eQErdJFwQ','session-check',2,'buttons','{"understood": 80, "topics": 80, "approach": 90, "overall": 90}',NULL,NULL,NULL,0,0,X'',340,'[{"rule": "total-low", "severity": 2, "figures": {"total": 34.0, "of": 40.0, "cue": 36.0, "cue from": "common"}, "item": null}, {"rule": "line-low", "severity": 1, "figures": {"mark": 8.0, "cue": 9.0, "cue from": "common", "line understood": 8.0, "line topics": 8.0}, "item": "understood"}]','total-low','2026-10-26 13:00:00.000000','2026-10-26 13:00:00.000000',10,1,'');
INSERT INTO "responses" VALUES(11,4,1,'key 9bE1WniX-6yAnfePx5-BPg','family-check',2,'line','{"understood": 90, "topics": 90, "approach": 90, "overall": 90}',NULL,NULL,NULL,0,0,X'',360,'[{"rule": "straight-line", "severity": 0, "figures": {"seconds": 0.0, "apart": 0.0}, "item": null}]',NULL,'2026-10-26 14:00:00.000000','2026-10-26 14:00:00.000000',11,1,'');
INSERT INTO "responses" VALUES(12,5,1,'key tVMqu-wMYRShj9ycP7B73g','family-check',2,'line','{"understood": 20, "topics": 20, "approach": 20, "overall": 20}',NULL,NULL,NULL,0,0,X'',80,'[{"rule": "line-low", "severity": 3, "figures": {"mark": 2.0, "cue": 5.0, "cue from": "ours", "line understood": 2.0, "line topics": 2.0, "line approach": 2.0, "line overall": 2.0}, "item": "understood"}, {"rule": "total-low", "severity": 3, "figures": {"total": 8.0, "of": 40.0, "cue": 30.0, "cue from": "ours"}, "item": null}]','line-low','2026-10-26 14:00:00.000000','2026-10-26 14:00:00.000000',12,1,'');
CREATE TABLE safety_records (
	check_in_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	spoken BOOLEAN NOT NULL, 
	handed_to BLOB NOT NULL, 
	plan_followed BOOLEAN NOT NULL, 
	note BLOB NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_safety_records PRIMARY KEY (id), 
	CONSTRAINT fk_safety_records_check_in_id FOREIGN KEY(check_in_id) REFERENCES check_ins (id), 
	CONSTRAINT fk_safety_records_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_safety_records_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id)
);
INSERT INTO "safety_records" VALUES(8,1,1,X'6741414141414271337A4B77506873413243655432597A6D7A553468772D39584D485F42764B5831394B65425F6B3338736B2D6F334F4A34446D67426242514A6277594A747849553169594C7A45426F5F7A6B794576506B6F714C54314C6645694C33475137526F68544F4B4533433558396A3639726B3D',1,X'6741414141414271337A4B77437A76696F504D713633454D4B7A4A396F755974583139375471356555556961496766746A6F6139335F3549463141636E4A572D49524868414D436F6A555A7253765276706A526248652D705F5476634C69756336673D3D','2026-10-26 11:00:00.000000',1,1);
CREATE TABLE signs (
	check_in_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	noted_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_signs PRIMARY KEY (id), 
	CONSTRAINT fk_signs_check_in_id FOREIGN KEY(check_in_id) REFERENCES check_ins (id), 
	CONSTRAINT fk_signs_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT uq_signs_check_in_id_kind UNIQUE (check_in_id, kind)
);
INSERT INTO "signs" VALUES(5,'short','2026-10-19 09:01:00.000000',1,1);
CREATE TABLE tablet_copies (
	tablet_id INTEGER NOT NULL, 
	found_at DATETIME NOT NULL, 
	verdict VARCHAR NOT NULL, 
	came_at DATETIME, 
	made_at DATETIME, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_tablet_copies PRIMARY KEY (id), 
	CONSTRAINT fk_tablet_copies_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT fk_tablet_copies_tablet_id FOREIGN KEY(tablet_id) REFERENCES tablets (id) ON DELETE CASCADE
);
INSERT INTO "tablet_copies" VALUES(1,'2026-11-02 09:00:00.000000','shut-out',NULL,NULL,1,1);
CREATE TABLE "tablets" (
	room VARCHAR NOT NULL, 
	name VARCHAR DEFAULT ('') NOT NULL, 
	theme VARCHAR DEFAULT ('') NOT NULL, 
	credential_hash BLOB NOT NULL, 
	former_hash BLOB, 
	renewed_at DATETIME, 
	in_charge VARCHAR DEFAULT ('') NOT NULL, 
	contender VARCHAR DEFAULT ('') NOT NULL, 
	contested_at DATETIME, 
	paired_at DATETIME NOT NULL, 
	last_heard_at DATETIME, 
	switched_off_at DATETIME, 
	shut_out_at DATETIME, 
	visit_id INTEGER, 
	check_in_id INTEGER, 
	turn INTEGER DEFAULT 0 NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	handed_on VARCHAR DEFAULT ('') NOT NULL, 
	stage INTEGER DEFAULT 0 NOT NULL, 
	came_with INTEGER DEFAULT 0 NOT NULL, 
	began_at INTEGER DEFAULT 0 NOT NULL, 
	issued INTEGER DEFAULT 0 NOT NULL, 
	taken_from INTEGER DEFAULT 0 NOT NULL, 
	pairing VARCHAR DEFAULT '' NOT NULL, 
	"before" VARCHAR DEFAULT '' NOT NULL, 
	sent_at DATETIME, 
	touched_at DATETIME, 
	CONSTRAINT pk_tablets PRIMARY KEY (id), 
	CONSTRAINT fk_tablets_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT fk_tablets_check_in_id FOREIGN KEY(check_in_id) REFERENCES check_ins (id) ON DELETE SET NULL, 
	CONSTRAINT fk_tablets_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id) ON DELETE SET NULL, 
	CONSTRAINT uq_tablets_credential_hash UNIQUE (credential_hash)
);
INSERT INTO "tablets" VALUES('Room 2','','',X'83E4C144AD79E97DA159BD7BB66C7A15C499F56CDA4FFE7D564B66A1971ECAB5',NULL,'2026-11-02 09:00:00.000000','','',NULL,'2026-11-02 09:00:00.000000','2026-11-02 09:00:00.000000',NULL,NULL,12,13,1,1,1,'',0,0,0,1,0,'iNf5u5RQy50qbqsVmyFVBQ','','2026-11-02 09:00:00.000000',NULL);
INSERT INTO "tablets" VALUES('Room 3','','',X'80D8F55655D781815A9D1C1E2978C471A62E01A95950968C8AFF0ADB0ACF36F9',NULL,NULL,'','',NULL,'2026-11-02 09:00:00.000000',NULL,NULL,NULL,NULL,NULL,0,2,1,'',0,0,0,0,0,'','',NULL,NULL);
CREATE TABLE taken_back (
	goal_id INTEGER NOT NULL, 
	was VARCHAR NOT NULL, 
	done_at DATETIME NOT NULL, 
	taken_back_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_taken_back PRIMARY KEY (id), 
	CONSTRAINT fk_taken_back_goal_id FOREIGN KEY(goal_id) REFERENCES goals (id), 
	CONSTRAINT fk_taken_back_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id)
);
INSERT INTO "taken_back" VALUES(1,'together','2026-10-26 09:01:00.000000','2026-10-26 09:01:00.000000',1,1);
CREATE TABLE visit_repairs (
	visit_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	outcome VARCHAR NOT NULL, 
	note BLOB NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, 
	CONSTRAINT pk_visit_repairs PRIMARY KEY (id), 
	CONSTRAINT fk_visit_repairs_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_visit_repairs_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT fk_visit_repairs_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id)
);
INSERT INTO "visit_repairs" VALUES(11,1,'next',X'674141414141427133317A676F6E7A6F4F72576446677953504856756E5467436D61514561596E766F4D543136737849555A677375416C7456393847677878785946396339476D48505537396B3145364C534142393738754878786C72624475703443723168436B5A355F7459356C59545350574930343D','2026-10-26 14:00:00.000000',1,1);
CREATE TABLE visits (
	therapist_id INTEGER NOT NULL, 
	place VARCHAR NOT NULL, 
	began_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	practice_id INTEGER NOT NULL, kind VARCHAR DEFAULT 'individual' NOT NULL, together JSON, together_at DATETIME, 
	CONSTRAINT pk_visits PRIMARY KEY (id), 
	CONSTRAINT fk_visits_practice_id FOREIGN KEY(practice_id) REFERENCES practices (id), 
	CONSTRAINT fk_visits_therapist_id FOREIGN KEY(therapist_id) REFERENCES people (id)
);
INSERT INTO "visits" VALUES(1,'room','2026-09-21 09:00:00.000000',1,1,'individual',NULL,NULL);
INSERT INTO "visits" VALUES(1,'room','2026-09-28 09:00:00.000000',2,1,'individual',NULL,NULL);
INSERT INTO "visits" VALUES(1,'room','2026-10-05 09:00:00.000000',3,1,'individual',NULL,NULL);
INSERT INTO "visits" VALUES(1,'room','2026-10-12 09:00:00.000000',4,1,'individual',NULL,NULL);
INSERT INTO "visits" VALUES(1,'room','2026-10-19 09:00:00.000000',5,1,'individual',NULL,NULL);
INSERT INTO "visits" VALUES(1,'room','2026-10-26 09:00:00.000000',6,1,'individual',NULL,NULL);
INSERT INTO "visits" VALUES(1,'room','2026-10-26 10:00:00.000000',7,1,'individual',NULL,NULL);
INSERT INTO "visits" VALUES(1,'room','2026-10-26 11:00:00.000000',8,1,'individual',NULL,NULL);
INSERT INTO "visits" VALUES(1,'room','2026-10-26 12:00:00.000000',9,1,'individual',NULL,NULL);
INSERT INTO "visits" VALUES(1,'room','2026-10-26 13:00:00.000000',10,1,'individual',NULL,NULL);
INSERT INTO "visits" VALUES(1,'room','2026-10-26 14:00:00.000000',11,1,'couple','[{"rule": "split", "severity": 3, "figures": {"totals apart": 28.0, "understood apart": 7.0, "people": 2.0, "cue": 5.0, "cue from": "ours"}, "item": null}]','2026-10-26 14:00:00.000000');
INSERT INTO "visits" VALUES(1,'room','2026-11-02 09:00:00.000000',12,1,'individual',NULL,NULL);
INSERT INTO "visits" VALUES(1,'room','2026-11-02 09:00:00.000000',13,1,'individual',NULL,NULL);
CREATE INDEX ix_logins_person_id ON logins (person_id);
CREATE INDEX ix_visits_therapist_id_began_at ON visits (therapist_id, began_at);
CREATE INDEX ix_events_check_in_id_id ON events (check_in_id, id);
CREATE INDEX ix_events_person_id_id ON events (person_id, id);
CREATE INDEX ix_repairs_check_in_id ON repairs (check_in_id);
CREATE INDEX ix_responses_client_id_id ON responses (client_id, id);
CREATE INDEX ix_goals_client_id ON goals (client_id);
CREATE INDEX ix_pauses_client_id ON pauses (client_id);
CREATE INDEX ix_visit_repairs_visit_id ON visit_repairs (visit_id);
CREATE INDEX ix_check_ins_visit_id ON check_ins (visit_id);
CREATE INDEX ix_check_ins_client_id ON check_ins (client_id);
CREATE INDEX ix_pairings_begun_at ON pairings (begun_at);
CREATE INDEX ix_taken_back_goal_id ON taken_back (goal_id);
CREATE INDEX ix_recovery_codes_person_id ON recovery_codes (person_id);
CREATE INDEX ix_half_logins_begun_at ON half_logins (begun_at);
CREATE INDEX ix_half_logins_person_id ON half_logins (person_id);
CREATE INDEX ix_passkeys_person_id ON passkeys (person_id);
CREATE INDEX ix_challenges_begun_at ON challenges (begun_at);
CREATE TRIGGER responses_are_never_edited BEFORE UPDATE ON responses
WHEN OLD.safety OR NOT NEW.safety
  OR (OLD.id, OLD.practice_id, OLD.check_in_id, OLD.client_id, OLD.therapist_id, OLD.sending_key, OLD.measure, OLD.measure_version, OLD.marked, OLD.marks, OLD.strain, OLD.sorted_out, OLD.talk, OLD.declined, OLD.words, OLD.total, OLD.phase, OLD.shown_at, OLD.received_at) IS NOT (NEW.id, NEW.practice_id, NEW.check_in_id, NEW.client_id, NEW.therapist_id, NEW.sending_key, NEW.measure, NEW.measure_version, NEW.marked, NEW.marks, NEW.strain, NEW.sorted_out, NEW.talk, NEW.declined, NEW.words, NEW.total, NEW.phase, NEW.shown_at, NEW.received_at)
BEGIN SELECT RAISE(ABORT, 'A response is stored once and never edited.'); END;
CREATE INDEX ix_tablets_check_in_id ON tablets (check_in_id);
CREATE INDEX ix_tablets_visit_id ON tablets (visit_id);
CREATE INDEX ix_tablets_practice_id_switched_off_at ON tablets (practice_id, switched_off_at);
CREATE INDEX ix_tablet_copies_tablet_id ON tablet_copies (tablet_id);
CREATE INDEX ix_safety_records_check_in_id ON safety_records (check_in_id);
CREATE TRIGGER safety_records_are_never_edited BEFORE UPDATE ON safety_records
BEGIN SELECT RAISE(ABORT, 'What was done is added to and never edited.'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('events',32);
COMMIT;
