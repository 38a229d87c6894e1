"""What is said in an interview: questions by what is asked for and how it stands, none put the same way twice.

In a question {s} is the criterion inside a sentence, {S} at its beginning, {q} the résumé's own words, {x} the part
that lacks or what was counted ({y}: by dates), {L} a language, {do}, {did} and {done} a task. All are spoken to the candidate.
"""

from collections.abc import Mapping
from typing import Literal

from core.shortlist.asked_for import Shape

Stand = Literal["open", "part", "listed", "denied", "claimed", "shown"]
"""Not stated or unclear · a part of it lacks · only in a list of skills · the résumé says no · a claim that nothing
bears out · found."""

OPEN: Mapping[Shape, tuple[str, ...]] = {
    "skill": (
        "{S}: your résumé doesn't mention this. Have you had to do with it? Where, and how recently?",
        "What have you done so far with {s}? A small piece of work counts too.",
        "We need {s} here. What in your work comes closest to it?",
        "{S}: is this new to you, or did it just not find its way into the résumé?",
        "When did you last have to do with {s}, and what was your part?",
        "{S}: which task of yours would show us that you can do this?",
        "If {s} came up in your first week here, how would you begin?",
        "{S}: where did you learn what you know about it, and where have you used it since?",
        "Who has seen you work with {s}, and what would they tell us?",
    ),
    "task": (
        "Your résumé doesn't mention this: have you {done}? Tell us about the last time.",
        "Which of your jobs asked you to {do}, and how often?",
        "How would you go about it if we asked you to {do}?",
        "When did you last {do}, and how did it go?",
        "Have you {done} on your own, or together with others? What was your part?",
        "What is hard about it when you have to {do}?",
        "Have you ever {done}? If not, what have you done that comes close?",
        "What would you need from us to {do} in your first month?",
        "Who could tell us how you {do}, and what would they say?",
    ),
    "years": (
        "{S}: your résumé doesn't show how long it has been. Which of your jobs count, and from when to when?",
        "We ask for {s}. Counting part-time and project work too, how close do you come?",
        "{S}: what did you do in this time that somebody new to it couldn't?",
        "Which work of yours comes nearest to {s}, and how long did you do it?",
    ),
    "people": (
        "Have you led people: how many at once, for how long, and what did you decide for them?",
        "Tell us about a time when somebody in a team of yours fell behind. What did you do?",
        "What is the largest group you have been responsible for, and what were its aims?",
        "{S}: what comes closest to this in your work, a project or a shift perhaps?",
    ),
    "language": (
        "How do you use {L} at work: calls, letters, meetings? Shall we go on in {L} for two minutes?",
        "What did you last have to explain in {L}, and to whom?",
        "Which texts or calls in {L} would you still hand to a colleague?",
    ),
    "degree": (
        "{S}: have you finished this, or something equal to it?",
        "Your résumé doesn't say what you trained in as far as this goes: {s}. What did you learn, and what of it do "
        "you use at work?",
        "{S}: which training or work of yours comes to the same?",
    ),
    "licence": (
        "{S}: do you hold this, until when is it valid, and could you send us a copy?",
        "Your résumé doesn't mention {s}. Do you have it, or are you working towards it?",
        "{S}: by when could you have it, and what would it take?",
        "Who issued yours, as far as this goes: {s}? When does it have to be renewed?",
    ),
    "availability": (
        "This job includes the following: {s}. Does that work for you, and what should we settle beforehand?",
        "{S}: which of it could you take on, and how often?",
        "Have you worked like this before: {s}? What would make it work well here?",
    ),
    "soft": (
        "{S}: tell us about a situation in which this counted. What did you do, and what came of it?",
        "What would a colleague say of you if we asked about this: {s}?",
        "{S}: when did this last fail you, and what have you changed since?",
        "Which of your jobs asked most of you in this: {s}? Give us one day of it.",
    ),
}

PART: Mapping[Shape, tuple[str, ...]] = {
    "skill": (
        "You show a part of this. And {x}: what have you done with it?",
        "{X} is what we didn't find. Where have you met it in your work?",
        "How would you judge where you stand with {x}, and what shows it?",
        "And {x}: has this been part of a job of yours, or would it be new?",
        "What would you still have to learn about {x} to do it here on your own?",
    ),
    "task": (
        "You show a part of this. When did you last {x}, and how did it go?",
        "Which of your jobs also asked you to {x}?",
        "The rest of this was to {x}. How would you go about it?",
    ),
    "years": (
        "We ask for {s} and find less in your résumé. What else should we count: other jobs, projects, time before that?",
        "{S}: which of your earlier work would you add to what the résumé shows?",
        "Your résumé comes near to {s}. In which of these jobs was it most of your day?",
    ),
    "people": (
        "How many people answered to you at once, and what did you decide yourself: shifts, aims, hiring?",
        "You write of leading. Who set the aims, and what happened when they were missed?",
    ),
    "language": (
        "What do you do in {L} every week, and what would still be hard? Shall we try two minutes of it?",
        "Which of your jobs was done in {L}, in talk and in writing?",
    ),
    "degree": ("{S}: what is finished, what isn't, and which work of yours would you put in its place?",),
    "licence": ("{S}: which part of it do you hold today, and by when could you have the rest?",),
    "availability": ("{S}: your résumé covers a part of this. Which limits should we plan for?",),
    "soft": ("{S}: your résumé hints at it. Which example would you give?",),
}

COUNTED = (
    "We count {x} so far and ask for {s}. What else counts: other jobs, projects, time before that?",
    "{S}: we come to {x}. Which of your work have we not counted?",
)

DISAGREE = (
    "You write of {x}; the jobs with dates come to {y}. Which work makes up the difference?",
    "You write of {x} and the dates give {y}. Could you go through the jobs that count?",
)

QUOTED = (
    "You write: {q}. How far does it reach towards {s}?",
    "{q}: what of this does it cover, and what not yet: {s}?",
    "You write: {q}. What would you add to it, as far as this goes: {s}?",
    "Starting from this line: {q}. What else have you done towards {s}?",
)

LISTED = (
    "You list {x} among your skills. Where did you use it, and for what?",
    "{X} stands in your list of skills. Which job or project shows it best?",
    "How deep does it go with {x}: used now and then, or every day? For which task?",
    "Take {x} from your list of skills: what was the last thing you made with it?",
)

DENIED = (
    "Your résumé says: {q}. Has that changed since, or how would you close the gap?",
    "You are open about this: {q}. What would you need to take it on here?",
    "You write: {q}. What have you done that comes close all the same?",
)

CLAIMED = (
    "We couldn't find proof in your résumé for this: {s}. Which piece of work shows it, and when was it?",
    "{S}: could you take us through one example, from the first day to the result?",
)

OWN_WORDS = (
    "{S}: some lines of your résumé use the words of our advert. In your own words, what have you done that fits it?",
)

SHOWN: Mapping[Shape, tuple[str, ...]] = {
    "skill": (
        "You write: {q}. What was your own part in it?",
        "{q}, you write. What was the hardest moment, and how did you get through it?",
        "Take this line: {q}. How could somebody else see that it went well?",
        "Looking back at this: {q}. What would you do differently today?",
        "You also write: {q}. What would have gone wrong without you?",
        "{q}: what did you learn there that you could use here?",
    ),
    "language": (
        "You give {L} in your résumé. Shall we talk in it for two minutes: what does a normal day at work look like?",
        "Which talk or letter in {L} are you content with, and why?",
    ),
    "years": (
        "You write: {q}. How did your work change over this time?",
        "{q}: what could you do at the end of it that you couldn't at the beginning?",
    ),
    "people": (
        "You write: {q}. What did this team get better at under you, and how did you notice?",
        "{q}, you write. Tell us about somebody who struggled, and what you did.",
    ),
    "degree": (
        "{S}: your résumé shows it. What of it do you use at work, and what did you have to learn there?",
    ),
    "licence": (
        "{S}: your résumé shows it. Until when is yours valid, and could you send us a copy?",
        "{S}: which of your tasks could you not have done without it?",
    ),
    "availability": (
        "{S}: your résumé speaks of it. Is it all right for you here too, and which limits should we plan for?",
    ),
}

FURTHER = (
    "{S}: which example would you give somebody who doubts it?",
    "Suppose we worked together for a month. What would we notice about this: {s}?",
    "{S}: what do you expect to be different about it here?",
    "How do you keep up with {s}?",
    "{S}: what should we have asked you about it?",
)
"""More of the same criterion, where a job has few."""

GOOD: Mapping[Shape, str] = {
    "skill": "Names the place, the time and the task, and knows where the own knowledge ends.",
    "task": "One real example: what the task was, what this person did, what came of it.",
    "years": "Jobs with dates that add up. Unpaid and part-time work counts where it is described.",
    "people": "A number, a period, and decisions that were this person's own.",
    "language": "Talks about work without searching for words. Only the level counts, not where it was learnt.",
    "degree": "A finished degree, or training and work that come to the same.",
    "licence": "Holds it and knows until when, or has a date for it.",
    "availability": "A clear yes, or clear limits. The reasons are private: don't ask for them.",
    "soft": "A situation, what was done and what came of it; says what didn't work, too.",
}

GOOD_DENIED = "An honest picture of the gap, and a way to close it that fits the time there is."
GOOD_LISTED = "Puts the skill into a job or a project and says what it was for."
GOOD_CLAIMED = "Details that only somebody who was there knows, and that agree with the résumé."
GOOD_SHOWN = "Says what “I” did and what “we” did, names a result, and knows what could have been better."
