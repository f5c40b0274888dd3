// Where somebody is asked to sign in, nobody is signed in: the list of whoever was goes from this phone.

forgetRound().catch(() => {});
